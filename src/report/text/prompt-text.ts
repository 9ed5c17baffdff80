import { messageTexts } from "#dataset/row/message.js";
import type { JsonObject } from "#json/json-value.js";

/** What the last message of a prompt says: the question itself, as a rule. */
export function lastMessageText(prompt: readonly JsonObject[]): string {
  const last = prompt.at(-1);
  return last ? messageTexts({ messages: [last] }).join("\n") : "";
}
