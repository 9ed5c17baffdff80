import { firstRows } from "#dataset/checks/check.js";
import { readRows } from "#dataset/read/read-rows.js";
import type { RowOptions } from "./row-options.js";
import { type WatchPart, startRowWatch } from "./row-watch.js";
import { type ByteRange, type DataFile, fileSize, readBytes, readChunks } from "#dataset/read/source.js";

/** The second part of a file, to be read while somebody else reads the first. All of it is plain data. */
export interface PartRequest {
  file: DataFile;
  /** Where it begins, in bytes: at the beginning of a line. */
  start: number;
  options: Omit<RowOptions, "scoreGuess">;
  folding: boolean;
}

/** Reads one part of a file at the same time as its owner reads another: `readPart` in a thread of its own. */
export interface PartReader {
  /**
   * Never rejects: undefined where the part could not be read, or what it told cannot be joined.
   * @param onProgress told how many bytes of the part have been read
   */
  read(request: PartRequest, onProgress: (bytes: number) => void): Promise<WatchPart | undefined>;
  /** Stops what is under way: `read` then gives undefined. */
  close(): void;
}

/** Starts a reader for a regular file of so many bytes; undefined where it would not make that faster. */
export type StartPartReader = (
  bytes: number,
  signal: AbortSignal | undefined,
) => Promise<PartReader | undefined>;

/** Bytes read in one look for the end of a line. */
const lookBytes = 64 * 1024;

/** Watches the rows from an offset to the end of a file. Throws where the file cannot be read. */
export async function readPart(
  { file, start, options, folding }: PartRequest,
  onProgress: (bytes: number) => void,
): Promise<WatchPart | undefined> {
  const watch = await startRowWatch(file, options, { folding, ofPart: true });
  const range: ByteRange = { start, end: Number.POSITIVE_INFINITY };
  let bytes = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of readChunks(file, {}, range)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  for await (const batch of readRows(counted(), "bytes", { number: 1, offset: start })) {
    await watch.see(batch);
    onProgress(bytes);
  }
  return watch.take(bytes);
}

/** Bytes from which the rows that have been read tell how long the others are. */
const tellingBytes = 256 * 1024;

/** How many times the rows that some checks look at in one go the first part is to hold, by the rows so far. */
const margin = 1.5;

/**
 * Where to part what is left of a file: behind the line that holds the middle of it. Undefined where the first part may
 * not hold the rows that some checks look at in one go, or the line has no end.
 * @param read bytes that have been read
 */
export function findParting(file: DataFile, read: number, examples: number): number | undefined {
  if (read < tellingBytes) return undefined;
  const size = fileSize(file) ?? 0;
  const expected = (examples / read) * ((read + size) / 2);
  if (examples < firstRows && expected < firstRows * margin) return undefined;
  for (let offset = Math.floor((read + size) / 2); offset < size; offset += lookBytes) {
    const bytes = readBytes(file, { offset, length: Math.min(lookBytes, size - offset) });
    const end = bytes?.indexOf(0x0a) ?? -1;
    if (end >= 0) return offset + end + 1;
  }
  return undefined;
}
