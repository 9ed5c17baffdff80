import { type JsonValue, absent, isJsonObject, parseJson, valueAt } from "#json/json-value.js";
import type { AnswerForm } from "./attack.js";

/**
 * A right answer with its text changed; where the grader reads JSON, the texts at the paths it reads, and the rest as it is.
 * `unlistedOnly` leaves values alone that a schema lists one by one.
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

/** A path as the key of a set. */
export function pathKey(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

/** A copy with another value at a path that leads somewhere. */
function replaceAt(base: JsonValue, path: readonly (string | number)[], value: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const inner = valueAt(base, [key]);
  if (inner === absent) return base;
  const replaced = replaceAt(inner, rest, value);
  if (Array.isArray(base) && typeof key === "number") return base.with(key, replaced);
  return isJsonObject(base) ? { ...base, [key]: replaced } : base;
}
