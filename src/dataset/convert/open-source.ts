import { RftError } from "#errors.js";
import { judgeShape } from "#dataset/read/document-shape.js";
import { readLines } from "#dataset/read/jsonl.js";
import { type MaybeRow, readJsonLines } from "#dataset/read/row-source.js";
import { sniffFormat } from "#dataset/read/sniff-format.js";
import { openCsv } from "./read-csv.js";
import { readJsonDocument } from "./read-json-document.js";

export type SourceFormat = "json-lines" | "json" | "csv";

/** A file to convert, opened. */
export interface Source {
  format: SourceFormat;
  /** Only for CSV. */
  columns?: readonly string[];
  rows: AsyncIterable<MaybeRow>;
}

/** Bytes read to detect the format. */
const headBytes = 256 * 1024;

/**
 * Opens a file to convert, detecting from its content whether it is JSON Lines, one JSON document or CSV.
 * @param path as given; its extension matters only if the file starts with neither an object nor an array
 * @throws RftError `input` if it is none of these, is empty, or cannot be read
 */
export async function openSource(chunks: AsyncIterable<Buffer>, path: string): Promise<Source> {
  const { head, isWhole, all } = await peek(chunks);
  const foreign = sniffFormat(head);
  if (foreign) throw new RftError("input", `${path}: ${foreign.message}`, { hint: foreign.help });
  const start = head.toString("utf8").replace(/^\uFEFF/, "");
  if (start.trim() === "" && isWhole) {
    throw new RftError("input", `${path}: the file is empty`, { hint: "Name a file that holds rows." });
  }
  const format = await judgeFormat(head, isWhole, path);
  if (format === "csv") return { format, ...(await openCsv(all(), start, path)) };
  const rows = format === "json" ? readJsonDocument(all(), path) : readJsonLines(all(), path);
  return { format, rows };
}

async function judgeFormat(head: Buffer, isWhole: boolean, path: string): Promise<SourceFormat> {
  const first = /^(?:\uFEFF)?\s*(\S\s*\S?)/.exec(head.toString("utf8"))?.[1] ?? "";
  const isJson = /^(?:\{\s*["}]?|\[\s*[{[\]"]?)$/.test(first);
  if (!isJson) return /\.(?:jsonl?|ndjson)$/i.test(path) ? "json-lines" : "csv";
  if (first.startsWith("[")) return "json";
  const lines = [];
  for await (const batch of readLines(once(head))) lines.push(...batch.lines);
  // A line cut off at the end of the head says nothing.
  const known = isWhole || lines.length === 1 ? lines : lines.slice(0, -1);
  return judgeShape(known, true) === "document" ? "json" : "json-lines";
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** Reads the start of a stream, and returns it with a way to read all of the stream. */
async function peek(chunks: AsyncIterable<Buffer>) {
  const iterator = chunks[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  let isWhole = false;
  while (length < headBytes && !isWhole) {
    const next = await iterator.next();
    if (next.done === true) {
      isWhole = true;
    } else {
      length += next.value.length;
      // Copied, because the reader reuses its buffer.
      parts.push(Buffer.from(next.value));
    }
  }
  const head = Buffer.concat(parts);
  async function* all(): AsyncGenerator<Buffer> {
    yield head;
    if (!isWhole) yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head, isWhole, all };
}
