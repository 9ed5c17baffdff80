import { type JsonObject, type JsonValue, jsonType } from "../json.js";
import { fingerprint } from "./fingerprint.js";
import { isField } from "./is-field.js";

/** What a field of the rows holds, over a whole file. */
export interface FieldStatistics {
  /** Rows that have the field, null included. */
  present: number;
  /** How often it is of each JSON type. */
  types: Record<string, number>;
  /** Different values; exact up to the limits below, then at least so many. */
  distinct: number;
  /**
   * The most frequent values and how often each stands, up to five, ties in order of appearance. A long
   * string is cut; a large array or object counts as a value but is not shown.
   */
  top: [value: JsonValue, count: number][];
}

/** Statistics of a file's fields in the making. */
export interface StatisticsBuilder {
  add(item: JsonObject): void;
  finish(): Record<string, FieldStatistics>;
}

type Scalar = string | number | boolean | null;

interface Field {
  present: number;
  types: Map<string, number>;
  /** How often each value stands: short scalars under themselves, others under a hash. */
  counts: Map<Scalar, number>;
  /** What to show of the values that stand under a hash. */
  shown: Map<Scalar, JsonValue>;
}

/** Field names followed in a file; further ones are left out. */
const followedFields = 256;

/** Different values remembered in a file, over all fields: four that never repeat in the largest legal file. */
const rememberedValues = 200_000;

/** Characters up to which a value is remembered and shown as it is. */
const shortLength = 64;

const topLength = 5;

/** Collects statistics over the fields of rows, `messages` and the like left out; memory is bounded. */
export function createStatistics(): StatisticsBuilder {
  const fields = new Map<string, Field>();
  let room = rememberedValues;

  const follow = (key: string): Field | undefined => {
    if (fields.size >= followedFields) return undefined;
    const field: Field = { present: 0, types: new Map(), counts: new Map(), shown: new Map() };
    fields.set(key, field);
    return field;
  };
  const count = (field: Field, value: JsonValue): void => {
    const { key, shown } = identify(value);
    const before = field.counts.get(key);
    if (before === undefined) {
      if (room === 0) return;
      room--;
      if (shown !== undefined) field.shown.set(key, shown);
    }
    field.counts.set(key, (before ?? 0) + 1);
  };

  return {
    add(item) {
      for (const key of Object.keys(item)) {
        if (!isField(key)) continue;
        const field = fields.get(key) ?? follow(key);
        if (!field) continue;
        const value = item[key] ?? null;
        const type = jsonType(value);
        field.present++;
        field.types.set(type, (field.types.get(type) ?? 0) + 1);
        count(field, value);
      }
    },
    finish() {
      return Object.fromEntries([...fields].map(([key, field]) => [key, summarize(field)]));
    },
  };
}

/** The key that a value is counted under and, where the key is a hash, what to show of the value. */
function identify(value: JsonValue): { key: Scalar; shown?: JsonValue } {
  if (typeof value === "string") {
    if (value.length <= shortLength) return { key: value };
    return { key: hashKey(fingerprint(value).hash), shown: `${value.slice(0, shortLength)}...` };
  }
  if (value === null || typeof value !== "object") return { key: value };
  const { hash, size } = fingerprint(value);
  return size <= shortLength ? { key: hashKey(hash), shown: value } : { key: hashKey(hash) };
}

/** A key that no short string is likely to be. */
function hashKey(hash: number): string {
  return `\0${hash}`;
}

function summarize({ present, types, counts, shown }: Field): FieldStatistics {
  const top: [JsonValue, number][] = [];
  for (const [key, count] of [...counts].toSorted((a, b) => b[1] - a[1])) {
    if (top.length === topLength) break;
    const isHash = typeof key === "string" && key.startsWith("\0");
    const value = isHash ? shown.get(key) : key;
    if (value !== undefined) top.push([value, count]);
  }
  return { present, types: Object.fromEntries(types), distinct: counts.size, top };
}
