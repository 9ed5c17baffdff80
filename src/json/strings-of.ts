import { type JsonValue, isJsonObject } from "./json-value.js";

/** Whether any string in a JSON value, keys included, passes a test; at any depth, without recursion. */
export function someString(value: JsonValue, test: (text: string) => boolean): boolean {
  // Most values asked about are scalars.
  if (typeof value !== "object") return typeof value === "string" && test(value);
  return someStringInside(value, test);
}

function someStringInside(value: JsonValue, test: (text: string) => boolean): boolean {
  const waiting: JsonValue[] = [value];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (typeof here === "string") {
      if (test(here)) return true;
    } else if (Array.isArray(here)) {
      for (let index = 0; index < here.length; index++) waiting.push(here[index] ?? null);
    } else if (isJsonObject(here)) {
      const keys = Object.keys(here);
      if (keys.some(test)) return true;
      for (let index = 0; index < keys.length; index++) waiting.push(here[keys[index] ?? ""] ?? null);
    }
  }
  return false;
}

/** The path to the first string, in document order, that passes a test; a key's path is that of its value. */
export function findString(
  value: JsonValue,
  test: (text: string) => boolean,
): (string | number)[] | undefined {
  const waiting: Place[] = [{ value, path: undefined }];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    if (isPlaceOf(here, test)) return pathOf(here.path);
    for (const place of placesInside(here).toReversed()) waiting.push(place);
  }
  return undefined;
}

/** A copy of a JSON value with all strings, keys included, changed. */
export function mapStrings(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((part) => mapStrings(part, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [change(key), mapStrings(part, change)]),
  );
}

/** A nested value and its path. */
interface Place {
  value: JsonValue;
  path: Path | undefined;
}

/** A path as a linked list from its end upwards: deep values share their ancestors. */
interface Path {
  key: string | number;
  above: Path | undefined;
}

function isPlaceOf({ value, path }: Place, test: (text: string) => boolean): boolean {
  return (typeof path?.key === "string" && test(path.key)) || (typeof value === "string" && test(value));
}

function placesInside({ value, path: above }: Place): Place[] {
  if (Array.isArray(value)) return value.map((part, key) => ({ value: part, path: { key, above } }));
  if (!isJsonObject(value)) return [];
  return Object.keys(value).map((key) => ({ value: value[key] ?? null, path: { key, above } }));
}

function pathOf(end: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let here = end; here; here = here.above) keys.push(here.key);
  return keys.toReversed();
}
