import { Readable, pipeline } from "node:stream";
import { parse } from "csv-parse";
import { RftError } from "#errors.js";
import type { MaybeRow } from "#dataset/read/row-source.js";
import { decodeText } from "./decode-text.js";

export interface CsvSource {
  columns: string[];
  rows: AsyncGenerator<MaybeRow>;
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

/** The delimiter: the candidate that occurs most often outside quotes in the first line. */
function guessDelimiter(head: string): string {
  const first = head.replaceAll(/"[^"]*"/g, "").split(/[\r\n]/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ",";
}

/**
 * Opens a CSV file, whose first record names the columns. Cells stay text.
 * @param head the start of the file, at least its first line
 * @throws RftError `input` if it is not UTF-8, or two columns have the same name
 */
export async function openCsv(chunks: AsyncIterable<Buffer>, head: string, path: string): Promise<CsvSource> {
  let fault: string | undefined;
  const parser = parse({
    delimiter: guessDelimiter(head),
    info: true,
    relax_column_count: true,
    // A quote inside an unquoted cell is an ordinary character, as most CSV writers mean it.
    relax_quotes: true,
    skip_empty_lines: true,
    // Otherwise an error at the end would discard the records before it.
    skip_records_with_error: true,
    on_skip: (error) => {
      fault ??= error?.code === "CSV_QUOTE_NOT_CLOSED" ? "a quote is never closed" : error?.message;
      return undefined;
    },
  });
  // Errors surface in the iteration below.
  pipeline(Readable.from(decodeText(chunks, path)), parser, () => {});
  const records: AsyncIterator<CsvRecord> = parser[Symbol.asyncIterator]();
  const first = await records.next();
  const columns = first.done === true ? [] : first.value.record;
  refuseHeader(columns, path);
  return { columns, rows: readRecords(records, columns, () => fault) };
}

function refuseHeader(columns: readonly string[], path: string): void {
  const twice = columns.find((name, index) => name !== "" && columns.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new RftError("input", `${path}: two columns are named "${twice}"`, { hint: "Rename one of them." });
  }
}

async function* readRecords(
  records: AsyncIterator<CsvRecord>,
  columns: readonly string[],
  faultAtEnd: () => string | undefined,
): AsyncGenerator<MaybeRow> {
  let line = 1;
  for (;;) {
    const next = await records.next();
    if (next.done === true) break;
    const { record, info } = next.value;
    line = info.lines;
    yield toRow(record, columns, line);
  }
  const fault = faultAtEnd();
  if (fault !== undefined) yield { line: line + 1, reason: `${fault}; nothing was read from here on` };
}

function toRow(cells: readonly string[], columns: readonly string[], lastLine: number): MaybeRow {
  const breaks = cells.reduce((sum, cell) => sum + cell.split("\n").length - 1, 0);
  const line = lastLine - breaks;
  if (cells.length !== columns.length) {
    return {
      line,
      reason: `it has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the header ${columns.length}`,
    };
  }
  const item = Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? ""]));
  return { line, item, text: "" };
}
