import { type JsonValue, isJsonObject, parseJson } from "../json.js";
import { judgeShape } from "./document-shape.js";
import type { Example } from "./example.js";
import type { FindingDraft } from "./finding-list.js";
import { type Line, type LineBatch, readLines } from "./jsonl.js";
import {
  blankLineFault,
  brokenLineFault,
  byteOrderMarkFault,
  documentFault,
  foreignFault,
  invalidJsonFault,
  notObjectFault,
} from "./line-faults.js";

/** What stood in one batch of lines. */
export interface RowBatch {
  /** Lines that are not blank. */
  rows: number;
  examples: Example[];
  /** What is wrong with lines that give no example, and with the file as a text. */
  faults: FindingDraft[];
}

/**
 * Turns bytes into examples. A file that is no JSON Lines at all (another format, one JSON document over
 * many lines) gives one fault instead of one for every line, and no rows.
 */
export async function* readRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<RowBatch> {
  // The lines at the beginning, until it is clear that each stands for itself.
  let held: Line[] | undefined = [];
  let isDocument = false;
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
    yield parseLines(lines, batch.broken.length, faults);
  }
  if (held && held.length > 0) {
    const shape = judgeShape(held, true);
    yield shape === "document" ? parseLines([], 0, [documentFault(held)]) : parseLines(held, 0, []);
  }
}

function faultsOfBatch({ broken, byteOrderMark, foreign }: LineBatch): FindingDraft[] {
  const faults = broken.map(brokenLineFault);
  if (byteOrderMark) faults.push(byteOrderMarkFault());
  if (foreign) faults.push(foreignFault(foreign));
  return faults;
}

/** Parses lines that stand for themselves. */
function parseLines(lines: readonly Line[], broken: number, faults: FindingDraft[]): RowBatch {
  const examples: Example[] = [];
  let rows = broken;
  for (const { number: line, text } of lines) {
    const value = parseLine(text);
    if (isJsonObject(value)) {
      examples.push({ line, item: value });
      rows++;
    } else if (text.trim() === "") {
      faults.push(blankLineFault(line));
    } else {
      faults.push(value === undefined ? invalidJsonFault(text, line) : notObjectFault(value, line));
      rows++;
    }
  }
  return { rows, examples, faults };
}

/** The line's value; undefined where it is not JSON. */
function parseLine(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
