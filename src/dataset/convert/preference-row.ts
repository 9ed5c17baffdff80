import { type JsonObject, isJsonObject } from "#json/json-value.js";
import { roleOf } from "#dataset/row/message.js";
import { convertChatRow } from "./chat-row.js";
import type { ConvertOptions, RowConversion } from "./row-conversion.js";

/** True for a row of preference data: `input.messages`, `preferred_output`, `non_preferred_output`. */
export function isPreferenceRow(item: JsonObject): boolean {
  return isJsonObject(item["input"]) && "preferred_output" in item;
}

/** Converts a preference row: the preferred output becomes the reference answer, the other is dropped. */
export function convertPreferenceRow(item: JsonObject, options: ConvertOptions): RowConversion {
  const { input, preferred_output: preferred, non_preferred_output: _, ...fields } = item;
  if (!isJsonObject(input) || !Array.isArray(input["messages"])) {
    return { reason: "its input has no messages" };
  }
  if (!Array.isArray(preferred) || roleOf(preferred.at(-1)) !== "assistant") {
    return { reason: "its preferred_output does not end with an assistant's message" };
  }
  const chat = { ...input, ...fields, messages: [...input["messages"], ...preferred] };
  const converted = convertChatRow(chat, options);
  if ("reason" in converted) return converted;
  const changes = converted.changes.filter(({ kind }) => kind !== "answer-moved");
  const dropped =
    "non_preferred_output" in item ? [{ kind: "field-dropped", field: "non_preferred_output" } as const] : [];
  return { item: converted.item, changes: [...changes, { kind: "preferred-taken" }, ...dropped] };
}
