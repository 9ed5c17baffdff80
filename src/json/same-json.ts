import { type JsonValue, isJsonObject } from "./json-value.js";

/** Deep equality that ignores the order of keys; handles any depth, without recursion. */
export function isSameJson(left: JsonValue, right: JsonValue): boolean {
  const waiting: [JsonValue, JsonValue][] = [[left, right]];
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    if (pair[0] === pair[1]) continue;
    const parts = pairParts(...pair);
    if (!parts) return false;
    for (const part of parts) waiting.push(part);
  }
  return true;
}

/** The pairs of parts that must be equal for two arrays or objects to be; undefined where the two cannot be equal. */
function pairParts(a: JsonValue, b: JsonValue): [JsonValue, JsonValue][] | undefined {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length ? a.map((value, index) => [value, b[index] ?? null]) : undefined;
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return undefined;
  const keys = Object.keys(a);
  const areSameKeys = keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key));
  return areSameKeys ? keys.map((key) => [a[key] ?? null, b[key] ?? null]) : undefined;
}
