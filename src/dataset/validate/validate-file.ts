import type { Hash } from "node:crypto";
import type { IndexedFile } from "#dataset/compare/compare-rows.js";
import type { Row } from "#dataset/row/row.js";
import { readRows } from "#dataset/read/read-rows.js";
import type { RowOptions } from "./row-options.js";
import { type LongLine, startInspection } from "./inspect-rows.js";
import { type DataFile, type DataRole, type ReadOptions, readChunks } from "#dataset/read/source.js";
import type { FieldStatistics } from "./statistics.js";
import type { TokenStatistics } from "#dataset/tokens/token-statistics.js";

export interface FileOptions extends RowOptions, ReadOptions {
  /** Whether to look for near-duplicate rows: each file is read twice more. */
  nearDuplicates?: boolean | undefined;
  /** Whether to hash the bytes of each file. */
  sha256?: boolean | undefined;
  /** Called after each chunk with the bytes read so far. */
  onProgress?: ((path: string, bytes: number) => void) | undefined;
}

/** The result for a file: an entry of `files` in the `validate-data` document. */
export interface FileResult {
  path: string;
  role: DataRole;
  bytes: number;
  /** Rows that are JSON objects. */
  examples: number;
  /** Lines that are not blank, including those that are not rows. */
  rows: number;
  /** In hexadecimal; only if requested. */
  sha256?: string;
  /** Of the prompts; only if requested and there are any. */
  tokens?: TokenStatistics;
  /** Rows that lack a value the grader reads, so that no answer to them earns anything; only if there are any. */
  neverEarn?: number;
  /** The first rows so long that reading one blocked everything else; only if there are any. */
  longLines?: LongLine[];
  /** By field name, in order of appearance, without those of the request itself (`messages`, `tools`). */
  fields: Record<string, FieldStatistics>;
}

/** A file that has been read; its findings are not final, because other files may add to them. */
export interface CheckedFile extends IndexedFile {
  readonly report: FileResult;
}

/** A batch of rows that has been checked. */
export interface CheckedRows {
  file: DataFile;
  rows: readonly Row[];
}

/**
 * Checks one file in one pass and yields its rows. Throws like `validateFiles` does for a single file.
 * @param folding whether to compare its prompts with those of other files, ignoring case and white space
 */
export async function* validateFile(
  file: DataFile,
  options: FileOptions,
  folding: boolean,
): AsyncGenerator<CheckedRows, CheckedFile> {
  const { path, role } = file;
  const watch = await startInspection(file, options, folding);
  const meter = await createMeter(options.sha256 ?? false);
  for await (const batch of readRows(meter.measure(readChunks(file, options)), "bytes")) {
    await watch.see(batch);
    options.onProgress?.(path, meter.bytes());
    yield { file, rows: batch.parsed };
  }
  const bytes = meter.bytes();
  watch.end(bytes);
  const { rows, examples, longLines, neverEarn } = watch.totals;
  const odd = { ...(neverEarn > 0 && { neverEarn }), ...(longLines.length > 0 && { longLines }) };
  const report = { path, role, bytes, rows, examples, ...meter.sha256(), ...odd, ...watch.describe() };
  return { file, report, list: watch.list, index: watch.index };
}

/** Counts the bytes that pass and hashes them on request; node:crypto is loaded only then. */
async function createMeter(hashing: boolean) {
  const hash: Hash | undefined = hashing ? (await import("node:crypto")).createHash("sha256") : undefined;
  let bytes = 0;
  return {
    bytes: () => bytes,
    sha256: () => (hash ? { sha256: hash.digest("hex") } : {}),
    async *measure(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        hash?.update(chunk);
        yield chunk;
      }
    },
  };
}
