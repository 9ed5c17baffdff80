import type { Hash } from "node:crypto";
import { firstRows } from "#dataset/checks/check.js";
import type { IndexedFile } from "#dataset/compare/compare-rows.js";
import type { LinePosition } from "#dataset/read/jsonl.js";
import { type PartRequest, type StartPartReader, findParting } from "./part-reader.js";
import { readRows } from "#dataset/read/read-rows.js";
import type { RowOptions } from "./row-options.js";
import { type LongLine, type RowWatch, type WatchPart, startRowWatch } from "./row-watch.js";
import {
  type ByteRange,
  type DataFile,
  type DataRole,
  type ReadOptions,
  fileSize,
  readChunks,
} from "#dataset/read/source.js";
import type { FieldStatistics } from "./statistics.js";
import type { TokenStatistics } from "#dataset/tokens/token-statistics.js";

/** What a validation is asked to look at, and how. */
export interface FileOptions extends RowOptions, ReadOptions {
  /** Whether to look for rows that are nearly the same: each file is read twice more. */
  nearDuplicates?: boolean | undefined;
  /** Whether to hash each file's bytes. */
  sha256?: boolean | undefined;
  /** Starts somebody who reads a part of a large file at the same time; where it is not given, nobody does. */
  startPartReader?: StartPartReader | undefined;
  /** Told after each chunk how much of a file has been read. */
  onProgress?: ((path: string, bytes: number) => void) | undefined;
}

/** What a file holds: an entry of `files` in the `validate-data` document. */
export interface FileReport {
  path: string;
  role: DataRole;
  bytes: number;
  /** Rows that are JSON objects. */
  examples: number;
  /** Lines that are not blank, those included that are no row. */
  rows: number;
  /** In hexadecimal; only where it was asked for. */
  sha256?: string;
  /** Of the prompts; only where it was asked for and there are any. */
  tokens?: TokenStatistics;
  /** Rows that lack what the grader reads, so that no answer to them earns anything; only where there are any. */
  neverEarn?: number;
  /** The first rows that are so long that reading one held up everything else; only where there are any. */
  longLines?: LongLine[];
  /** By field name, in order of appearance; those of the request itself (`messages`, `tools`) left out. */
  fields: Record<string, FieldStatistics>;
}

/** A file that has been read; its findings are not finished, because other files may add to them. */
export interface CheckedFile extends IndexedFile {
  readonly report: FileReport;
}

/**
 * Checks one file in one pass. Throws as `validateFiles` does for a single file.
 * @param folding whether its prompts are to be compared with those of other files but for case and white space
 */
export async function validateFile(
  file: DataFile,
  options: FileOptions,
  folding: boolean,
): Promise<CheckedFile> {
  const { path, role } = file;
  const watch = await startRowWatch(file, options, { folding, ofPart: false });
  const meter = await createMeter(options.sha256 ?? false);
  await readFile(file, options, { watch, meter, folding });
  const bytes = meter.bytes();
  watch.end(bytes);
  const { rows, examples, longLines, neverEarn } = watch.totals;
  const odd = { ...(neverEarn > 0 && { neverEarn }), ...(longLines.length > 0 && { longLines }) };
  const report = { path, role, bytes, rows, examples, ...meter.sha256(), ...odd, ...watch.describe() };
  return { file, report, list: watch.list, index: watch.index };
}

/** What a file's bytes and rows go through. */
interface Reading {
  watch: RowWatch;
  meter: Meter;
  folding: boolean;
}

/** Shows a watch all rows of a file; a large one is read in two parts at the same time where somebody can help. */
async function readFile(file: DataFile, options: FileOptions, reading: Reading): Promise<void> {
  const { watch, meter, folding } = reading;
  // A hash is taken of all bytes in their order: whoever wants one reads alone.
  const size = options.sha256 === true ? undefined : fileSize(file);
  const reader = size === undefined ? undefined : await options.startPartReader?.(size, options.signal);
  let bytesBehind = 0;
  const report = () => options.onProgress?.(file.path, meter.bytes() + bytesBehind);
  const see = async (range?: ByteRange, from?: LinePosition, afterBatch = () => {}): Promise<void> => {
    for await (const batch of readRows(meter.measure(readChunks(file, options, range)), "bytes", from)) {
      await watch.see(batch);
      report();
      afterBatch();
    }
  };
  if (!reader) return see();
  const range: ByteRange = { start: 0, end: Number.POSITIVE_INFINITY };
  let behind: Promise<WatchPart | undefined> | undefined;
  const findHelp = () => {
    const start = behind ? undefined : findParting(file, meter.bytes(), watch.totals.examples);
    if (start === undefined) return;
    range.end = start;
    behind = reader.read(requestOf(file, start, options, folding), (bytes) => {
      bytesBehind = bytes;
      report();
    });
  };
  try {
    await see(range, undefined, findHelp);
    if (!behind) return;
    const part = await behind;
    // Rows that were longer behind the beginning may have left too few to the first part: the other is then read again.
    if (part && watch.totals.examples >= firstRows) {
      watch.join(part);
      meter.add(part.bytes);
      return;
    }
    bytesBehind = 0;
    const from = { number: watch.totals.lines + 1, offset: range.end };
    await see({ start: range.end, end: Number.POSITIVE_INFINITY }, from);
  } finally {
    reader.close();
  }
}

function requestOf(file: DataFile, start: number, options: FileOptions, folding: boolean): PartRequest {
  // What is not named here is a function, or nothing to a part.
  const { rules, maxFindings, references, requireReference, responseFormat, tokens, model } = options;
  const plain = { rules, maxFindings, references, requireReference, responseFormat, tokens, model };
  return { file, start, options: plain, folding };
}

type Meter = Awaited<ReturnType<typeof createMeter>>;

/** Counts the bytes that pass, and hashes them where asked: only then is the library for it loaded. */
async function createMeter(hashing: boolean) {
  const hash: Hash | undefined = hashing ? (await import("node:crypto")).createHash("sha256") : undefined;
  let bytes = 0;
  return {
    bytes: () => bytes,
    /** Bytes that somebody else has read. */
    add(more: number): void {
      bytes += more;
    },
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
