import { isJsonObject, parseJsonOrUndefined } from "#json/json-value.js";
import { judgeShape } from "./document-shape.js";
import { Row } from "#dataset/row/row.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import { type Line, type LineBatch, lineText, readLines } from "./jsonl.js";
import {
  blankLineFault,
  brokenLineFault,
  byteOrderMarkFault,
  documentFault,
  foreignFault,
  invalidJsonFault,
  notObjectFault,
} from "./line-faults.js";

/** The contents of one batch of lines. */
export interface RowBatch {
  /** Lines that are not blank. */
  rows: number;
  parsed: Row[];
  /** Faults of lines that yield no example, and of the file as text. */
  faults: FindingDraft[];
}

/** Whether rows are parsed from decoded text, or from byte text that is decoded on demand. */
type RowForm = "text" | "bytes";

/**
 * Turns bytes into examples. A file that is not JSON Lines at all (another format, one JSON document over many lines)
 * yields a single fault, not one per line, and no rows.
 * @param form `bytes` is faster for callers that read little of a row, `text` for those that read all of it
 */
export async function* readRows(
  chunks: AsyncIterable<Buffer>,
  form: RowForm = "text",
): AsyncGenerator<RowBatch> {
  // The first lines, until it is clear that each is a row of its own.
  let held: Line[] | undefined = [];
  let isDocument = false;
  const inForm = (lines: readonly Line[]) => (form === "text" ? lines.map(decodeLine) : lines);
  for await (const batch of readLines(chunks)) {
    if (isDocument) continue;
    const faults = faultsOfBatch(batch);
    let lines = batch.lines;
    if (held) {
      held = held.concat(lines);
      const shape = judgeShape(held, false);
      lines = shape === "lines" ? held : [];
      isDocument = shape === "document";
      if (isDocument) faults.push(documentFault(held));
      if (shape) held = undefined;
    }
    yield parseLines(inForm(lines), batch.broken.length, faults);
  }
  if (held && held.length > 0) {
    const shape = judgeShape(held, true);
    yield shape === "document" ? parseLines([], 0, [documentFault(held)]) : parseLines(inForm(held), 0, []);
  }
}

function faultsOfBatch({ broken, byteOrderMark, foreign }: LineBatch): FindingDraft[] {
  const faults = broken.map(brokenLineFault);
  if (byteOrderMark) faults.push(byteOrderMarkFault());
  if (foreign) faults.push(foreignFault(foreign));
  return faults;
}

/** Parses lines that each hold a row. */
function parseLines(lines: readonly Line[], broken: number, faults: FindingDraft[]): RowBatch {
  const examples: Row[] = [];
  let rows = broken;
  for (let index = 0; index < lines.length; index++) {
    const written = lines[index];
    if (!written) continue;
    const isEscaped = written.text.includes("\\u");
    // An escape could mix decoded characters into the byte text.
    const line = isEscaped ? decodeLine(written) : written;
    const value = parseJsonOrUndefined(line.text);
    if (isJsonObject(value)) {
      examples.push(new Row(line, value, isEscaped));
      rows++;
      continue;
    }
    const text = lineText(line);
    if (text.trim() === "") {
      faults.push(blankLineFault(line.number));
    } else {
      faults.push(
        value === undefined ? invalidJsonFault(text, line.number) : notObjectFault(value, line.number),
      );
      rows++;
    }
  }
  return { rows, parsed: examples, faults };
}

function decodeLine(line: Line): Line {
  return line.encoded ? { ...line, text: lineText(line), encoded: false } : line;
}
