import { isAscii, isUtf8 } from "node:buffer";
import { textOfBytes } from "#json/byte-text.js";
import type { RowPlace } from "#dataset/row/row.js";
import { type ForeignFormat, sniffFormat, sniffedBytes } from "./sniff-format.js";

/** One physical line, without its line ending (LF or CRLF). */
export interface Line {
  /** 1-based. */
  number: number;
  /** Byte text if `encoded`; `lineText` decodes it. */
  text: string;
  /** True if the line, or one decoded together with it, contains a character outside ASCII. */
  encoded: boolean;
  place: RowPlace;
}

/** The line's text, decoded. */
export function lineText({ text, encoded }: Line): string {
  return encoded ? textOfBytes(text) : text;
}

/** A line that could not be read as text. */
export interface BrokenLine {
  number: number;
  reason: "invalid-utf8" | "too-long";
  /** 1-based, in characters: the position of the first bad byte. */
  column: number;
  /** The first bad byte, if the reason is `invalid-utf8`. */
  byte?: number;
}

/** The lines that ended in one chunk: readable and broken ones apart, each in order. */
export interface LineBatch {
  readonly lines: readonly Line[];
  readonly broken: readonly BrokenLine[];
  /** Set on the first batch of a file that begins with a UTF-8 byte order mark. */
  readonly byteOrderMark?: true;
  /** Set on the only batch of a file that is not UTF-8 text; it has no lines. */
  readonly foreign?: ForeignFormat;
}

/** A batch being built. */
interface Batch {
  lines: Line[];
  broken: BrokenLine[];
}

const newline = 0x0a;
const carriageReturn = 0x0d;
const nothing: LineBatch = { lines: [], broken: [] };
const mark = Buffer.from("\uFEFF");

/** Bytes always reserved for the start of a line. */
const keptLength = 64 * 1024;

/** Longest line that is read, in bytes. V8 cannot hold a string of twice that length. */
const longestLine = 256 * 1024 * 1024;

/**
 * Splits chunks into lines and yields a batch for each chunk that ends one: an await per line would cost more than
 * parsing it. Only byte 0x0A ends a line; a lone CR and U+2028 are legal inside JSON and stay. Chunks may be of any
 * size and are not kept. All chunks are read even after a foreign format is found, so that code counting bytes upstream
 * sees every one.
 */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<LineBatch> {
  const splitter = createSplitter();
  const head: Buffer[] = [];
  let headBytes = 0;
  let foreign: ForeignFormat | undefined;
  const open = (): LineBatch => {
    const start = Buffer.concat(head);
    foreign = sniffFormat(start);
    if (foreign) return { lines: [], broken: [], foreign };
    const marked = start.subarray(0, mark.length).equals(mark);
    if (marked) splitter.skip(mark.length);
    const batch = splitter.split(marked ? start.subarray(mark.length) : start);
    return marked ? { ...batch, byteOrderMark: true } : batch;
  };

  for await (const chunk of chunks) {
    if (foreign) continue;
    if (headBytes >= sniffedBytes) {
      const batch = splitter.split(chunk);
      if (!isEmpty(batch)) yield batch;
    } else {
      head.push(Buffer.from(chunk));
      headBytes += chunk.length;
      if (headBytes >= sniffedBytes) yield open();
    }
  }
  if (headBytes > 0 && headBytes < sniffedBytes) yield open();
  if (foreign) return;
  const last = splitter.finish();
  if (!isEmpty(last)) yield last;
}

function isEmpty(batch: LineBatch): boolean {
  return batch.lines.length === 0 && batch.broken.length === 0;
}

/** Holds the start of a line until its end arrives. */
function createLineBuffer() {
  // One buffer for all lines: most chunks end in the middle of one.
  let kept = Buffer.alloc(keptLength);
  let keptBytes = 0;
  return {
    isEmpty: () => keptBytes === 0,
    keep(bytes: Buffer): void {
      const length = keptBytes + bytes.length;
      if (length <= longestLine) {
        if (length > kept.length) {
          const larger = Buffer.allocUnsafeSlow(Math.min(length * 2, longestLine));
          kept.copy(larger, 0, 0, keptBytes);
          kept = larger;
        }
        bytes.copy(kept, keptBytes);
      } else if (kept.length > keptLength) {
        kept = Buffer.alloc(keptLength);
      }
      keptBytes = length;
    },
    /** What was kept, valid until the next `keep`; for a line that is too long, only the length counts. */
    take(): { bytes: Buffer; length: number } {
      const taken = { bytes: kept.subarray(0, keptBytes), length: keptBytes };
      if (kept.length > keptLength) kept = Buffer.alloc(keptLength);
      keptBytes = 0;
      return taken;
    },
  };
}

function createSplitter() {
  let number = 0;
  let offset = 0;
  const beginning = createLineBuffer();
  /** Joins the kept start to this end and adds the line to a batch. */
  const join = (end: Buffer, batch: Batch): void => {
    beginning.keep(end);
    const { bytes, length } = beginning.take();
    number++;
    if (length > longestLine) batch.broken.push({ number, reason: "too-long", column: 1 });
    else decode(bytes, { number, offset }, batch);
    offset += length + 1;
  };

  return {
    /** Counts bytes before the first line that are not part of it. */
    skip(bytes: number): void {
      offset += bytes;
    },
    split(chunk: Buffer): LineBatch {
      const last = chunk.lastIndexOf(newline);
      if (last < 0) {
        beginning.keep(chunk);
        return nothing;
      }
      const batch: Batch = { lines: [], broken: [] };
      let start = 0;
      if (!beginning.isEmpty()) {
        start = chunk.indexOf(newline) + 1;
        join(chunk.subarray(0, start - 1), batch);
      }
      if (start <= last) {
        number = decode(chunk.subarray(start, last), { number: number + 1, offset }, batch);
        offset += last + 1 - start;
      }
      beginning.keep(chunk.subarray(last + 1));
      return batch;
    },
    finish(): LineBatch {
      const batch: Batch = { lines: [], broken: [] };
      if (!beginning.isEmpty()) join(Buffer.alloc(0), batch);
      return batch;
    },
  };
}

/** Adds the lines in `bytes`, which hold whole lines without the last newline. Returns the last line number. */
function decode(bytes: Buffer, first: { number: number; offset: number }, { lines, broken }: Batch): number {
  const ascii = isAscii(bytes);
  const valid = ascii || isUtf8(bytes);
  let { number } = first;
  for (let start = 0; start <= bytes.length; number++) {
    const next = bytes.indexOf(newline, start);
    const end = next < 0 ? bytes.length : next;
    const stop = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
    if (valid || isUtf8(bytes.subarray(start, stop))) {
      const place = { offset: first.offset + start, length: stop - start };
      lines.push({ number, text: bytes.toString("latin1", start, stop), encoded: !ascii, place });
    } else {
      broken.push(locateBadByte(bytes.subarray(start, stop), number));
    }
    start = end + 1;
  }
  return number - 1;
}

/** Finds the first byte that is not UTF-8: where decoding yields a U+FFFD that is not in the bytes. */
function locateBadByte(bytes: Buffer, number: number): BrokenLine {
  const text = bytes.toString("utf8");
  let offset = 0;
  let column = 1;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    if (character === "\uFFFD" && bytes.toString("latin1", offset, offset + length) !== "\xef\xbf\xbd") break;
    offset += length;
    column++;
  }
  return { number, reason: "invalid-utf8", column, byte: bytes[offset] ?? 0 };
}
