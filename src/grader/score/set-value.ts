import { type JsonValue, isJsonObject, jsonType } from "#json/json-value.js";

// A larger index is a typo, not an answer worth building.
const longestArray = 1_000;

/**
 * A copy of `base` with the value set at a path; creates objects and arrays on the way, and fills gaps with null.
 * Undefined if something else is at the path or on the way.
 */
export function setValue(
  base: JsonValue | undefined,
  path: readonly (string | number)[],
  value: JsonValue,
): JsonValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return isFree(base) || isSame(base, value) ? value : undefined;
  if (typeof key === "number") return setElement(base, key, { rest, value });
  if (!isFree(base) && !isJsonObject(base)) return undefined;
  const object = isJsonObject(base) ? base : {};
  const inner = setValue(Object.hasOwn(object, key) ? object[key] : undefined, rest, value);
  return inner === undefined ? undefined : { ...object, [key]: inner };
}

function setElement(
  base: JsonValue | undefined,
  index: number,
  { rest, value }: { rest: readonly (string | number)[]; value: JsonValue },
): JsonValue | undefined {
  if ((!isFree(base) && !Array.isArray(base)) || index >= longestArray) return undefined;
  const array = Array.isArray(base) ? [...base] : [];
  while (array.length <= index) array.push(null);
  const inner = setValue(array[index], rest, value);
  return inner === undefined ? undefined : array.with(index, inner);
}

function isFree(value: JsonValue | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function isSame(a: JsonValue, b: JsonValue): boolean {
  return jsonType(a) === jsonType(b) && JSON.stringify(a) === JSON.stringify(b);
}
