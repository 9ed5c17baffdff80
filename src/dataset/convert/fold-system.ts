import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { roleOf } from "#dataset/row/message.js";
import { textOf } from "./message-text.js";

const gap = "\n\n";

/**
 * Puts the text of each system message at the start of the next user message, as Microsoft's own example does ("You are
 * a helpful assistant. Your task is to ...": RFT how-to, 2025-05-11). A system message that is not text stays in place;
 * one that no user message follows goes to the end.
 */
export function foldSystem(messages: readonly JsonValue[]): JsonValue[] {
  const folded: JsonValue[] = [];
  let waiting: JsonObject[] = [];
  for (const message of messages) {
    if (!isJsonObject(message)) folded.push(message);
    else if (roleOf(message) === "system" && textOf(message["content"]) !== undefined) waiting.push(message);
    else {
      const joined = roleOf(message) === "user" ? prepend(waiting, message) : undefined;
      if (joined) waiting = [];
      folded.push(joined ?? message);
    }
  }
  return [...folded, ...waiting];
}

/** The user message with the system text before its own; undefined if its content is not text or a list of parts. */
function prepend(systems: readonly JsonObject[], message: JsonObject): JsonObject | undefined {
  const texts = systems.map(({ content }) => textOf(content)?.trim() ?? "").filter((text) => text !== "");
  const { content } = message;
  if (texts.length === 0) return message;
  if (typeof content === "string") return { ...message, content: [...texts, content].join(gap) };
  if (!Array.isArray(content)) return undefined;
  return { ...message, content: [{ type: "text", text: texts.join(gap) + gap }, ...content] };
}
