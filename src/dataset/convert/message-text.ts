import { type JsonValue, isJsonObject } from "#json/json-value.js";

/** The text of a message's content: a string, or the texts of its parts one after the other; undefined where any part is something else. */
export function textOf(content: JsonValue | undefined): string | undefined {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.map((part) =>
    isJsonObject(part) && part["type"] === "text" && typeof part["text"] === "string"
      ? part["text"]
      : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join("") : undefined;
}
