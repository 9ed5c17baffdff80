import { type JsonObject, isJsonObject } from "#json/json-value.js";
import { convertChatRow } from "./chat-row.js";
import { chooseColumns } from "./choose-columns.js";
import { convertColumnRow } from "./column-row.js";
import { convertPreferenceRow, isPreferenceRow } from "./preference-row.js";
import type { Change, ConvertOptions, RowConversion } from "./row-conversion.js";

/**
 * Converts one row by its shape: messages, preference data, a row in evals format (`{"item": {...}}`), or a record with
 * the prompt in one field. The caller judges whether the result is a good row.
 */
export function convertRow(item: JsonObject, options: ConvertOptions): RowConversion {
  if ("messages" in item) return convertChatRow(item, options);
  if (isPreferenceRow(item)) return convertPreferenceRow(item, options);
  if (isJsonObject(item["item"])) return unwrap(item, item["item"], options);
  return convertRecord(item, options);
}

function unwrap(row: JsonObject, item: JsonObject, options: ConvertOptions): RowConversion {
  const converted = "messages" in item ? convertChatRow(item, options) : convertRecord(item, options);
  if ("reason" in converted) return { ...converted, reason: `in evals format, ${converted.reason}` };
  const beside = Object.keys(row).filter((name) => name !== "item");
  const dropped: Change[] = beside.map((field) => ({ kind: "field-dropped", field }));
  return { item: converted.item, changes: [{ kind: "item-unwrapped" }, ...converted.changes, ...dropped] };
}

function convertRecord(record: JsonObject, options: ConvertOptions): RowConversion {
  const columns = chooseColumns(Object.keys(record), options);
  return "reason" in columns ? columns : convertColumnRow(record, columns);
}
