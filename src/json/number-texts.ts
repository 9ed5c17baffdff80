import { type JsonValue, isJsonObject, parseJson } from "./json-value.js";
import { pythonNumber } from "./python-number.js";
import { readString, scanJson } from "./scan-json.js";

/**
 * How to show the numbers of a JSON text that Python writes differently from `JSON.stringify`: by the object or array
 * that holds them, then by key (an index as a string). The values themselves stay plain JSON.
 */
export type NumberTexts = ReadonlyMap<object, ReadonlyMap<string, string>>;

/** A JSON text's value, and what parsing loses: `1.0` and `1` are one number in JavaScript but differ in a template. */
export interface SourceValue {
  value: JsonValue;
  /** Absent where Python and JavaScript write every number alike. */
  numbers?: NumberTexts;
  /** How to show the value where the whole text is one such number. */
  text?: string;
}

// A number that may be shown differently: an exponent, a fraction's trailing zero, a small fraction, many digits.
// It also matches inside strings, which costs time but does no harm.
const suspect = /\d[eE]|\.\d*0(?!\d)|\.0000|[\d.]{16}/;

/**
 * `JSON.parse` that remembers how numbers were written.
 * @throws SyntaxError where the text is not JSON.
 */
export function parseKeepingNumbers(json: string): SourceValue {
  const value = parseJson(json);
  if (!suspect.test(json)) return { value };
  const holder = { value };
  const numbers = collectNumbers(json, holder);
  const text = numbers.get(holder)?.get("value");
  numbers.delete(holder);
  return { value, ...(numbers.size > 0 && { numbers }), ...(text !== undefined && { text }) };
}

type Holder = JsonValue | undefined;

/** The walk's position in one object or array. */
interface Level {
  readonly holder: Holder;
  /** The key or index of the next value. */
  key: string;
}

/**
 * Walks a valid JSON text alongside its value. Of a duplicate key the last counts, as in `JSON.parse`; entries of an
 * earlier one are never looked up, because its value is gone.
 */
function collectNumbers(json: string, root: { value: JsonValue }): Map<object, Map<string, string>> {
  const found = new Map<object, Map<string, string>>();
  const levels: Level[] = [{ holder: root, key: "value" }];
  for (const token of scanJson(json)) {
    const { kind, start, end } = token;
    const level = levels.at(-1);
    if (!level) break;
    if (kind === "{" || kind === "[") levels.push({ holder: childOf(level), key: "0" });
    else if (kind === "}" || kind === "]") levels.pop();
    else if (kind === "key") level.key = readString(json, token);
    else if (kind === "number") note(found, level, json.slice(start, end));
    else if (kind === "," && Array.isArray(level.holder)) level.key = String(Number(level.key) + 1);
  }
  return found;
}

function childOf({ holder, key }: Level): Holder {
  if (Array.isArray(holder)) return holder[Number(key)];
  return isJsonObject(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function note(found: Map<object, Map<string, string>>, { holder, key }: Level, token: string): void {
  if (!Array.isArray(holder) && !isJsonObject(holder)) return;
  const text = pythonNumber(token);
  const texts = found.get(holder) ?? new Map<string, string>();
  if (text === JSON.stringify(Number(token))) texts.delete(key);
  else texts.set(key, text);
  if (texts.size > 0) found.set(holder, texts);
}
