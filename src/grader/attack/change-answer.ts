import { type JsonValue, absent, isJsonObject, parseJson, valueAt } from "#json/json-value.js";
import type { AnswerForm } from "./attack.js";

/**
 * Changes the text of a right answer; where the grader reads JSON, only the strings at the paths it reads.
 * `unlistedOnly` leaves alone values that a schema lists.
 */
export function changeAnswer(
  gold: string,
  { paths, listed }: AnswerForm,
  { to, unlistedOnly }: { to: (text: string) => string; unlistedOnly: boolean },
): string {
  if (paths.length === 0) return to(gold);
  let answer = parseJson(gold);
  for (const path of paths) {
    const value = valueAt(answer, path);
    if (typeof value !== "string" || (unlistedOnly && listed.has(pathKey(path)))) continue;
    answer = replaceAt(answer, path, to(value));
  }
  return JSON.stringify(answer);
}

/** A path as a key for a set. */
export function pathKey(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

/** A copy with the value at an existing path replaced. */
function replaceAt(base: JsonValue, path: readonly (string | number)[], value: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = valueAt(base, [key]);
  if (inner === absent) return base;
  const replaced = replaceAt(inner, rest, value);
  if (Array.isArray(base) && typeof key === "number") return base.with(key, replaced);
  return isJsonObject(base) ? { ...base, [key]: replaced } : base;
}
