import { type JsonValue, jsonPointer } from "./json-value.js";
import { textOfBytes } from "./byte-text.js";
import { endOfString, isBeforeColon, readString, scanJson } from "./scan-json.js";

const quote = 0x22;

/** Counts the keys of all objects in a value. */
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
 * Whether a valid JSON text writes as many keys as its value has; if not, one is duplicated. First it only jumps from
 * colon to colon, which are few. That overcounts where a string holds a quote followed by a colon, but never
 * undercounts: only on a mismatch are all strings read.
 */
export function hasDistinctKeys(text: string, keys: number): boolean {
  return countQuotesBeforeColons(text) === keys || countWrittenKeys(text) === keys;
}

/** Counts the colons that follow a quote, ignoring white space between: each key has one. */
function countQuotesBeforeColons(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(":"); colon >= 0; colon = text.indexOf(":", colon + 1)) {
    let before = colon - 1;
    while (text.charCodeAt(before) <= 0x20) before--;
    if (text.charCodeAt(before) === quote) count++;
  }
  return count;
}

/** Counts the keys that a valid JSON text writes, duplicates included. No tokens: they would be slow for many rows. */
function countWrittenKeys(text: string): number {
  let count = 0;
  for (let open = text.indexOf('"'); open >= 0;) {
    const end = endOfString(text, open);
    if (isBeforeColon(text, end)) count++;
    open = text.indexOf('"', end);
  }
  return count;
}

/** An open object or array: its keys so far, or the current index. */
interface Open {
  keys: Set<string> | undefined;
  key: string | number;
}

/**
 * The first duplicate key of a valid JSON text that has one, and its pointer.
 * @param encoded whether the text is byte text
 */
export function findDuplicateKey(text: string, encoded: boolean): { key: string; pointer: string } {
  const open: Open[] = [];
  for (const token of scanJson(text)) {
    const { kind } = token;
    const inside = open.at(-1);
    if (kind === "{") open.push({ keys: new Set(), key: "" });
    else if (kind === "[") open.push({ keys: undefined, key: 0 });
    else if (kind === "}" || kind === "]") open.pop();
    else if (kind === ",") nextElement(inside);
    else if (kind === "key" && inside?.keys) {
      const written = readString(text, token);
      // The same key can be escaped in different ways.
      const key = encoded ? textOfBytes(written) : written;
      inside.key = key;
      if (inside.keys.has(key)) return { key, pointer: jsonPointer(open.map((one) => one.key)) };
      inside.keys.add(key);
    }
  }
  return { key: "", pointer: "" };
}

function nextElement(inside: Open | undefined): void {
  if (inside && typeof inside.key === "number") inside.key++;
}
