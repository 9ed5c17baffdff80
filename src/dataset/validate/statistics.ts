import { type JsonObject, type JsonValue, jsonType } from "#json/json-value.js";
import { mapStrings } from "#json/strings-of.js";
import { addCount } from "#dataset/row/add-count.js";
import { fingerprint } from "#dataset/row/value-fingerprint.js";
import { excerpt } from "#words/excerpt.js";
import { maskSecretShapes } from "#words/secret-shapes.js";

/** The values of one field over a whole file. */
export interface FieldStatistics {
  /** Rows that have the field, counting null. */
  present: number;
  /** Count by JSON type. */
  types: Record<string, number>;
  /** Distinct values; exact up to the limits below, a lower bound beyond them. */
  distinct: number;
  /**
   * The most frequent values and their counts, up to five, ties in order of appearance. Strings over 64 characters are
   * cut, arrays and objects are shown only if small, and both only if they repeat; all of them count as distinct
   * values. Secrets are masked.
   */
  top: [value: JsonValue, count: number][];
}

export interface StatisticsBuilder {
  /** Adds the fields of a row, without `messages` and the like, and their names. */
  add(fields: JsonObject, names: readonly string[]): void;
  finish(): Record<string, FieldStatistics>;
}

type Scalar = string | number | boolean | null;

/** Counts for one field. */
interface Field {
  present: number;
  /** Counts by JSON type of the values not in `scalars`, whose types are evident. */
  types: Map<string, number>;
  /** Count of each short scalar. */
  scalars: Map<Scalar, number>;
  /** Count of each other value, by hash. */
  hashed: Map<number, number>;
  /** What to show for hashed values that repeat. */
  shown: Map<number, JsonValue>;
}

/** Field names tracked per file; further ones are left out. */
const followedFields = 256;

/** Distinct values remembered per file, over all fields: four fields that never repeat in the largest legal file. */
const rememberedValues = 200_000;

/** Longest string, in characters, that is remembered and shown whole. */
const shortLength = 64;

const topLength = 5;

/** Collects statistics over the fields of rows in bounded memory. */
export function createStatistics(): StatisticsBuilder {
  const fields = new Map<string, Field>();
  let room = rememberedValues;

  const follow = (key: string): Field | undefined => {
    if (fields.size >= followedFields) return undefined;
    const field = startField();
    fields.set(key, field);
    return field;
  };
  /** Increments a value's count and returns it; 0 if there is no room for another value. */
  const increment = <K>(counts: Map<K, number>, key: K): number => {
    const before = counts.get(key) ?? 0;
    if (before === 0) {
      if (room === 0) return 0;
      room--;
    }
    counts.set(key, before + 1);
    return before + 1;
  };
  const count = (field: Field, value: JsonValue): void => {
    const isScalar = isShort(value);
    if (isScalar && increment(field.scalars, value) > 0) return;
    addCount(field.types, jsonType(value), 1);
    if (isScalar) return;
    const { hash, size } = fingerprint(value);
    if (increment(field.hashed, hash) !== 2) return;
    if (typeof value === "string") field.shown.set(hash, excerptCopy(value));
    else if (size <= shortLength) field.shown.set(hash, value);
  };

  return {
    add(item, names) {
      for (let index = 0; index < names.length; index++) {
        const key = names[index] ?? "";
        const field = fields.get(key) ?? follow(key);
        if (!field) continue;
        field.present++;
        count(field, item[key] ?? null);
      }
    },
    finish() {
      return Object.fromEntries([...fields].map(([key, field]) => [maskSecretShapes(key), summarize(field)]));
    },
  };
}

function startField(): Field {
  return { present: 0, types: new Map(), scalars: new Map(), hashed: new Map(), shown: new Map() };
}

function isShort(value: JsonValue): value is Scalar {
  return typeof value === "string"
    ? value.length <= shortLength
    : value === null || typeof value !== "object";
}

/** The start of a long string, as a copy: V8's slice would keep the whole string alive. */
function excerptCopy(text: string): string {
  return Buffer.from(excerpt(text, shortLength, "..."), "utf16le").toString("utf16le");
}

function summarize({ present, types, scalars, hashed, shown }: Field): FieldStatistics {
  const allTypes = new Map<string, number>();
  const top: [JsonValue, number][] = [];
  for (const [value, count] of scalars) {
    addCount(allTypes, jsonType(value), count);
    rank(top, value, count);
  }
  for (const [type, count] of types) addCount(allTypes, type, count);
  for (const [hash, count] of hashed) {
    const value = shown.get(hash);
    if (value !== undefined) rank(top, value, count);
  }
  return {
    present,
    types: Object.fromEntries(allTypes),
    distinct: scalars.size + hashed.size,
    top: top.map(([value, count]) => [mapStrings(value, maskSecretShapes), count]),
  };
}

/** Inserts a value into the most frequent ones if it ranks among them, after earlier ones of equal count. */
function rank(top: [JsonValue, number][], value: JsonValue, count: number): void {
  const behind = top.findIndex(([, other]) => other < count);
  if (behind < 0 && top.length === topLength) return;
  top.splice(behind < 0 ? top.length : behind, 0, [value, count]);
  if (top.length > topLength) top.pop();
}
