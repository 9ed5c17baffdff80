import { judgeShape } from "#dataset/read/document-shape.js";
import { type BrokenLine, type Line, type LineBatch, lineText, readLines } from "#dataset/read/jsonl.js";
import { brokenLineFault, documentFault } from "#dataset/read/line-faults.js";
import { type DataFile, type ReadOptions, readChunks } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import { parseSampleLine } from "./sample-line.js";
import type { TemplateScope } from "#grader/language/template.js";

/** A line of a samples file. */
export interface SampleLine {
  /** The file's path as given. */
  readonly file: string;
  /** 1-based, counting physical lines. */
  readonly line: number;
  /** What a grader scores; undefined if the line cannot be read. */
  readonly subject?: TemplateScope;
  /** Why the line cannot be read, as a phrase. */
  readonly fault?: string;
}

/**
 * The lines of a samples file in order, unreadable ones included, one batch per chunk of the file. Skips a byte order
 * mark.
 * @throws RftError `input` if the file cannot be opened, is not text, or is one JSON document over several lines.
 */
export async function* readSamples(file: DataFile, options: ReadOptions = {}): AsyncGenerator<SampleLine[]> {
  let isFirst = true;
  for await (const batch of readLines(readChunks(file, options))) {
    if (batch.foreign) {
      const { message, help } = batch.foreign;
      throw new RftError("input", `${file.path}: ${message}`, { hint: help });
    }
    if (isFirst) refuseDocument(file, batch.lines);
    isFirst = false;
    yield inOrder(batch).map((line) => readLine(line, file.path));
  }
}

function refuseDocument(file: DataFile, lines: readonly Line[]): void {
  if (judgeShape(lines, true) !== "document") return;
  const { message, help } = documentFault(lines).write();
  throw new RftError("input", `${file.path}: ${message}`, { hint: help });
}

function inOrder({ lines, broken }: LineBatch): readonly (Line | BrokenLine)[] {
  return broken.length === 0 ? lines : [...lines, ...broken].toSorted((a, b) => a.number - b.number);
}

function readLine(line: Line | BrokenLine, file: string): SampleLine {
  const { number } = line;
  if ("reason" in line) return { file, line: number, fault: brokenLineFault(line).write().message };
  const subject = parseSampleLine(lineText(line));
  return typeof subject === "string"
    ? { file, line: number, fault: subject }
    : { file, line: number, subject };
}
