import { type JsonValue, isJsonObject } from "#json/json-value.js";

/** The text of a message's content: a string, or its text parts joined; undefined if any part is not text. */
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
