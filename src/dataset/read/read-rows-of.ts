import type { Row } from "#dataset/row/row.js";
import { readRows } from "./read-rows.js";
import { type DataFile, type ReadOptions, readChunks } from "./source.js";

/**
 * The rows of a file that are JSON objects, in order. Other lines are skipped silently, since `validateFiles` reports
 * them. A row may still break the rules for messages.
 * @throws RftError `input` if the file cannot be opened or read.
 */
export async function* readRowsOf(file: DataFile, options: ReadOptions = {}): AsyncGenerator<Row> {
  for await (const batch of readRows(readChunks(file, options))) {
    yield* batch.parsed;
  }
}
