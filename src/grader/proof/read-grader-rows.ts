import { readRowsOf } from "#dataset/read/read-rows-of.js";
import { noRows } from "#dataset/row/no-rows.js";
import type { DataFile } from "#dataset/read/source.js";
import type { JsonObject } from "#json/json-value.js";
import type { GraderRow } from "./unresolved-references.js";

/** The rows of files in order, each with its file and line; `stdin` gives the bytes of the file `-`. */
export async function* readGraderRows(
  files: readonly DataFile[],
  signal?: AbortSignal,
  stdin?: AsyncIterable<Uint8Array>,
): AsyncGenerator<GraderRow> {
  for (const file of files) {
    for await (const { line, item } of readRowsOf(file, { signal, stdin }))
      yield { file: file.path, line, item };
  }
}

/**
 * Like `readGraderRows`, for a proof, which must not pass for lack of rows.
 * @param onRow called with each row and its file, if someone needs them
 * @throws RftError `input` for a file in which no line is a row
 */
export async function* readProofRows(
  onRow: ((file: DataFile, item: JsonObject) => void) | undefined,
  ...[files, ...rest]: Parameters<typeof readGraderRows>
): AsyncGenerator<GraderRow> {
  for (const file of files) {
    let rows = 0;
    for await (const row of readGraderRows([file], ...rest)) {
      rows++;
      onRow?.(file, row.item);
      yield row;
    }
    if (rows === 0) throw noRows(file.path, `See what is wrong with it: rft validate-data ${file.path}`);
  }
}
