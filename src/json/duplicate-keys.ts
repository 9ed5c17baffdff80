import { type JsonValue, isJsonObject, jsonPointer, parseJson } from "./json-value.js";
import { textOfBytes } from "./byte-text.js";

const quote = 0x22;

/** Keys of all objects in a value. */
export function countKeys(value: JsonValue): number {
  let count = 0;
  const waiting: JsonValue[] = [value];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (typeof here !== "object" || here === null) continue;
    const parts = Array.isArray(here) ? here : Object.values(here);
    if (parts !== here) count += parts.length;
    for (let index = 0; index < parts.length; index++) {
      const part = parts[index];
      if (typeof part === "object" && part !== null) waiting.push(part);
    }
  }
  return count;
}

/**
 * Whether a valid JSON text writes as many keys as its value has; where not, one stands twice. Mostly it leaps from colon
 * to colon, of which a text has few. That counts too many where a string holds a quote and then a colon, never too few:
 * only then are all strings read.
 */
export function hasDistinctKeys(text: string, keys: number): boolean {
  return countQuotesBeforeColons(text) === keys || countWrittenKeys(text) === keys;
}

/** Colons behind a quote, white space between them aside: each key has one. */
function countQuotesBeforeColons(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(":"); colon >= 0; colon = text.indexOf(":", colon + 1)) {
    let before = colon - 1;
    while (text.charCodeAt(before) <= 0x20) before--;
    if (text.charCodeAt(before) === quote) count++;
  }
  return count;
}

/** Keys written in a valid JSON text, twice where they stand twice: the strings before a colon. */
function countWrittenKeys(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    const next = endOfString(text, open);
    if (isColon(text, next)) count++;
    open = text.indexOf('"', next);
  }
  return count;
}

/** The offset after the string that opens here. */
function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  return close < 0 ? text.length : close + 1;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === 0x5c) first--;
  return (at - first) % 2 === 1;
}

function isColon(text: string, from: number): boolean {
  let position = from;
  while (text.charCodeAt(position) <= 0x20) position++;
  return text.charCodeAt(position) === 0x3a;
}

/** An object or array that is being read: the keys it has had, or the index of the element. */
interface Open {
  keys: Set<string> | undefined;
  key: string | number;
}

/**
 * The first key that stands twice in one object of a valid JSON text that holds one, and its pointer.
 * @param encoded whether the text is byte text
 */
export function findDuplicateKey(text: string, encoded: boolean): { key: string; pointer: string } {
  const open: Open[] = [];
  for (let position = 0; position < text.length; position++) {
    const character = text[position];
    if (character === "{") open.push({ keys: new Set(), key: "" });
    else if (character === "[") open.push({ keys: undefined, key: 0 });
    else if (character === "}" || character === "]") open.pop();
    else if (character === ",") nextElement(open.at(-1));
    else if (character === '"') {
      const end = endOfString(text, position);
      const inside = open.at(-1);
      if (inside?.keys && isColon(text, end)) {
        const key = keyOf(text.slice(position, end), encoded);
        inside.key = key;
        if (inside.keys.has(key)) return { key, pointer: jsonPointer(open.map((one) => one.key)) };
        inside.keys.add(key);
      }
      position = end - 1;
    }
  }
  return { key: "", pointer: "" };
}

function nextElement(inside: Open | undefined): void {
  if (inside && typeof inside.key === "number") inside.key++;
}

/** What a key's JSON says: two ways to write one key are one key. */
function keyOf(json: string, encoded: boolean): string {
  const key = parseJson(json);
  if (typeof key !== "string" || isJsonObject(key)) return "";
  return encoded ? textOfBytes(key) : key;
}
