import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { textOf } from "#dataset/convert/message-text.js";
import { fingerprint } from "#dataset/row/value-fingerprint.js";

/**
 * Folds away case, compatibility forms and all white space. It equates more than a leak check may: prompts wrongly
 * grouped together merely land on the same side.
 */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replaceAll(/\s+/g, "");
}

function keyOfMessage(message: JsonValue): JsonValue {
  if (!isJsonObject(message)) return message;
  const { role = null, content = null, tool_calls: calls = null } = message;
  const text = textOf(content);
  return [role, text === undefined ? content : fold(text), calls];
}

/** A hash equal for rows with the same prompt: of the folded messages, or of the whole row if it has none. */
export function promptKey(item: JsonObject): number {
  const messages = item["messages"];
  return fingerprint(Array.isArray(messages) ? messages.map(keyOfMessage) : item).hash;
}
