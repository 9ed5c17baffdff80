import { type JsonObject, isJsonObject, parseJson } from "#json/json-value.js";
import { countKeys, hasDistinctKeys } from "#json/duplicate-keys.js";
import type { SourceRow } from "#dataset/read/row-source.js";
import { convertRow } from "./convert-row.js";
import { markNumbers, restoreNumbers } from "#json/keep-numbers.js";
import type { Change, ConvertOptions, RefusedRow } from "./row-conversion.js";

export interface WrittenRow {
  /** One line, without its line ending. */
  text: string;
  changes: readonly Change[];
}

/**
 * Converts a row and serializes it: verbatim if nothing changed, else with its numbers as written.
 * @param judge says what is wrong with a row
 */
export function writeRow(
  { item, text }: SourceRow,
  options: ConvertOptions,
  judge: (item: JsonObject) => RefusedRow | undefined,
): WrittenRow | RefusedRow {
  if (text !== "" && !hasDistinctKeys(text, countKeys(item))) {
    return {
      reason: "a key stands twice in one object, and only one of them can be meant",
      code: "duplicate-key",
    };
  }
  const converted = convertRow(item, options);
  if ("reason" in converted) return converted;
  const refused = judge(converted.item);
  if (refused) return refused;
  const { changes } = converted;
  if (changes.length === 0 && text !== "" && !/[\r\n]/.test(text)) return { text, changes };
  try {
    const exact = text === "" ? converted.item : convertExactly(text, options);
    return { text: restoreNumbers(JSON.stringify(exact)), changes };
  } catch (error) {
    // JSON.stringify recurses into a value, the parser does not.
    if (!(error instanceof RangeError)) throw error;
    return { reason: "it is nested too deeply to be written" };
  }
}

/** The same conversion, repeated on the row with its numbers marked. */
function convertExactly(text: string, options: ConvertOptions): JsonObject {
  const item = parseJson(markNumbers(text));
  const converted = convertRow(isJsonObject(item) ? item : {}, options);
  if ("reason" in converted)
    throw new TypeError(`a row lost its form as its numbers were marked: ${converted.reason}`);
  return converted.item;
}
