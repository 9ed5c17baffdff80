import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";

const none: readonly JsonValue[] = [];

/** The messages of a possibly broken row; empty if it has no array of them. */
export function messagesOf(item: JsonObject): readonly JsonValue[] {
  const messages = item["messages"];
  return Array.isArray(messages) ? messages : none;
}

/** The role of a possibly broken message, of any type; undefined if it has none. */
export function roleOf(message: JsonValue | undefined): JsonValue | undefined {
  return isJsonObject(message) ? message["role"] : undefined;
}

/** True if an assistant message calls at least one tool; an empty list or null does not count. */
export function callsTools(message: JsonObject): boolean {
  const calls = message["tool_calls"];
  return message["role"] === "assistant" && Array.isArray(calls) && calls.length > 0;
}

/** The texts of a row's messages: string contents and the text parts of others. */
export function messageTexts(item: JsonObject): string[] {
  const texts: string[] = [];
  const messages = messagesOf(item);
  for (let index = 0; index < messages.length; index++) {
    const message = messages[index];
    const content = isJsonObject(message) ? message["content"] : undefined;
    if (typeof content === "string") texts.push(content);
    else if (Array.isArray(content)) {
      for (const part of content) {
        const text = isJsonObject(part) ? part["text"] : undefined;
        if (typeof text === "string") texts.push(text);
      }
    }
  }
  return texts;
}
