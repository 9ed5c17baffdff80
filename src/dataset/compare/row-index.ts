import type { JsonObject, JsonValue } from "#json/json-value.js";
import type { Row } from "#dataset/row/row.js";
import { fingerprint } from "#dataset/row/value-fingerprint.js";
import { foldedFingerprint } from "./fold-text.js";
import { messageTexts } from "#dataset/row/message.js";
import { type ReadReferences, isIdName } from "#dataset/row/references.js";
import type { RowPrints } from "#dataset/row/row-prints.js";

/** What is remembered of a row: 53-bit hashes and its position. A hash of 0 means absent. */
const columns = { prompt: 0, rest: 1, reference: 2, folded: 3, line: 4, offset: 5, length: 6 };
type Column = keyof typeof columns;
const width = Object.keys(columns).length;

/** Hashes and positions of the rows of a file: 56 bytes a row, whatever its size. */
export interface RowIndex {
  readonly size: () => number;
  readonly at: (row: number, column: Column) => number;
  readonly add: (row: Row, prints: RowPrints) => void;
}

/** Rows remembered per file: far more than the service accepts, to bound memory. */
const rememberedRows = 200_000;

/** @param folding whether to also hash prompts with case and white space folded */
export function createRowIndex(folding: boolean): RowIndex {
  let values = new Float64Array(16 * width);
  let size = 0;
  return {
    size: () => size,
    at: (row, column) => values[row * width + columns[column]] ?? 0,
    add(row, { prompt, rest, reference }) {
      if (size === rememberedRows) return;
      const start = size++ * width;
      if (start === values.length) {
        const larger = new Float64Array(values.length * 2);
        larger.set(values);
        values = larger;
      }
      values[start + columns.prompt] = prompt;
      values[start + columns.rest] = rest;
      values[start + columns.reference] = reference ?? fingerprint(withoutIds(row.fields)).hash;
      values[start + columns.folded] =
        folding && prompt !== 0 ? foldedFingerprint(messageTexts(row.raw), row.encoded) : 0;
      values[start + columns.line] = row.line;
      values[start + columns.offset] = row.place.offset;
      values[start + columns.length] = row.place.length;
    },
  };
}

/** The values that determine the right answer; all fields but ids if no reference can be told apart. */
export function referenceOf(fields: JsonObject, read: ReadReferences): JsonValue {
  const values = read(fields);
  return values.length > 0 ? values.map(({ path, value }) => [path.join("/"), value]) : withoutIds(fields);
}

function withoutIds(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !isIdName(name)));
}
