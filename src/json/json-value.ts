/** Any value that JSON can hold. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON word for a value's type: `null`, `boolean`, `number`, `string`, `array` or `object`. */
export function jsonType(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** A JSON pointer (RFC 6901) from its segments: `["a/b", 0]` gives `/a~1b/0`. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/**
 * `JSON.parse` with its true result type.
 * @throws SyntaxError where the text is not JSON.
 */
export function parseJson(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text);
  return value;
}

export function parseJsonOrUndefined(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** What `valueAt` returns for a path that leads nowhere; JSON's own null is a value. */
export const absent: unique symbol = Symbol("absent");

/** The value at a path of keys and indexes, by own properties only; `absent` where the path leads nowhere. */
export function valueAt(value: JsonValue, path: readonly (string | number)[]): JsonValue | typeof absent {
  let here: JsonValue = value;
  for (const key of path) {
    if (Array.isArray(here)) {
      const next: JsonValue | undefined = typeof key === "number" ? here[key] : undefined;
      if (next === undefined) return absent;
      here = next;
    } else if (isJsonObject(here) && Object.hasOwn(here, key)) {
      here = here[key] ?? null;
    } else {
      return absent;
    }
  }
  return here;
}
