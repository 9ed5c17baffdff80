import { type JsonObject, isJsonObject } from "#json/json-value.js";
import { messageTexts, messagesOf } from "#dataset/row/message.js";

/**
 * The texts of a row that the model reads: message texts, then tool calls and the row's tools as JSON. The service does
 * not publish its chat format, so neither the three or four tokens it puts around each message (OpenAI's cookbook, "How
 * to count tokens with tiktoken") nor its format of tools is counted.
 */
export function promptTexts(item: JsonObject): string[] {
  const texts = messageTexts(item);
  for (const message of messagesOf(item)) {
    const calls = isJsonObject(message) ? message["tool_calls"] : undefined;
    if (Array.isArray(calls)) texts.push(JSON.stringify(calls));
  }
  if (Array.isArray(item["tools"])) texts.push(JSON.stringify(item["tools"]));
  return texts;
}
