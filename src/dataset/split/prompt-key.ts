import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { textOf } from "#dataset/convert/message-text.js";
import { fingerprint } from "#dataset/row/value-fingerprint.js";

/**
 * Case, compatible forms and all white space folded away. It takes more for equal than a leak check must: two prompts
 * too many in one group only stand on the same side.
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

/** A hash by which rows with one prompt are known: of the messages, folded; of the whole row where it has none. */
export function promptKey(item: JsonObject): number {
  const messages = item["messages"];
  return fingerprint(Array.isArray(messages) ? messages.map(keyOfMessage) : item).hash;
}
