import { createReferenceReader, isIdName } from "#dataset/row/references.js";
import { isField } from "#dataset/row/row-fields.js";
import { type JsonObject, type JsonValue, jsonType } from "#json/json-value.js";
import { renderValue } from "#grader/language/render-value.js";

/** What a field of the rows holds, as far as drafting a grader needs it. */
export interface FieldProfile {
  readonly name: string;
  /** Rows that have it, not counting null. */
  readonly present: number;
  /** JSON types; `integer` is distinct from `number`. */
  readonly types: ReadonlySet<string>;
  /** Characters of the longest value. */
  readonly longest: number;
  /** The distinct values; undefined beyond 1,000 of them. */
  readonly values: ReadonlySet<JsonValue> | undefined;
  readonly isAscii: boolean;
  /** Its name says that it is the answer, or it is the only field. */
  readonly isNamedReference: boolean;
  readonly isId: boolean;
  /** The share of rows whose prompt holds the value, and the share whose prompt holds the previous row's value. */
  readonly inPrompt: number;
  readonly inOtherPrompt: number;
}

/** Builds the profiles of all fields. */
export interface FieldProfiler {
  readonly add: (item: JsonObject) => void;
  readonly finish: () => { rows: number; fields: FieldProfile[] };
}

const valuesAtMost = 1_000;

interface Count {
  present: number;
  types: Set<string>;
  longest: number;
  values: Set<JsonValue> | undefined;
  isAscii: boolean;
  reference: number;
  inPrompt: number;
  inOtherPrompt: number;
  before: string | undefined;
}

/** Collects what the fields of rows hold; memory is bounded by 1,000 values per field. */
export function profileFields(): FieldProfiler {
  const counts = new Map<string, Count>();
  const readReferences = createReferenceReader([]);
  let rows = 0;
  return {
    add(item) {
      rows++;
      const fields = Object.fromEntries(Object.entries(item).filter(([name]) => isField(name)));
      const references = new Set(readReferences(fields).map(({ path }) => path[0]));
      const prompt = JSON.stringify(item["messages"] ?? "").toLowerCase();
      for (const [name, value] of Object.entries(fields)) {
        const count = counts.get(name) ?? startCount();
        counts.set(name, count);
        if (value !== null) addValue(count, value, prompt);
        if (references.has(name)) count.reference++;
      }
    },
    finish: () => ({ rows, fields: [...counts].map(([name, count]) => toProfile(name, count)) }),
  };
}

function startCount(): Count {
  return {
    present: 0,
    types: new Set(),
    longest: 0,
    values: new Set(),
    isAscii: true,
    reference: 0,
    inPrompt: 0,
    inOtherPrompt: 0,
    before: undefined,
  };
}

function addValue(count: Count, value: JsonValue, prompt: string): void {
  const text = renderValue(value);
  count.present++;
  count.types.add(Number.isInteger(value) ? "integer" : jsonType(value));
  count.longest = Math.max(count.longest, text.length);
  if (text.length > 0 && !/^[\n\r\t\x20-\x7e]*$/.test(text)) count.isAscii = false;
  count.values?.add(value);
  if (count.values && count.values.size > valuesAtMost) count.values = undefined;
  if (holds(prompt, text)) count.inPrompt++;
  if (count.before !== undefined && holds(prompt, count.before)) count.inOtherPrompt++;
  count.before = text;
}

/** Whether the prompt, as JSON in lower case, holds a value as a separate word. */
function holds(prompt: string, value: string): boolean {
  const wanted = JSON.stringify(value.toLowerCase()).slice(1, -1);
  if (wanted === "") return false;
  for (let at = prompt.indexOf(wanted); at !== -1; at = prompt.indexOf(wanted, at + 1)) {
    if (!isWordCharacter(prompt[at - 1]) && !isWordCharacter(prompt[at + wanted.length])) return true;
  }
  return false;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function toProfile(name: string, count: Count): FieldProfile {
  const share = (part: number) => (count.present === 0 ? 0 : part / count.present);
  return {
    name,
    present: count.present,
    types: count.types,
    longest: count.longest,
    values: count.values,
    isAscii: count.isAscii,
    isNamedReference: share(count.reference) > 0.5,
    isId: isIdName(name),
    inPrompt: share(count.inPrompt),
    inOtherPrompt: share(count.inOtherPrompt),
  };
}
