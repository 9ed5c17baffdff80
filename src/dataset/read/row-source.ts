import { RftError } from "#errors.js";
import type { FindingCode } from "#finding.js";
import { type JsonObject, isJsonObject, parseJson } from "#json/json-value.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import { invalidJsonFault, notObjectFault } from "./line-faults.js";
import { type RowBatch, readRows } from "./read-rows.js";

/** A row as written in its file, and its parsed value. */
export interface SourceRow {
  /** 1-based, counting physical lines: where the row starts. */
  line: number;
  item: JsonObject;
  /** The row's source text, without the line ending. */
  text: string;
}

/** A place in a file that yields no row. */
interface BrokenRow {
  line: number;
  reason: string;
  code?: FindingCode;
}

export type MaybeRow = SourceRow | BrokenRow;

/** Parses a row, or says why the text is not one. */
export function parseRow(text: string, line: number): MaybeRow {
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? { line, item: value, text } : toBroken(notObjectFault(value, line), line);
  } catch {
    return toBroken(invalidJsonFault(text, line), line);
  }
}

/**
 * Reads JSON Lines: one row per line, in order, skipping blank lines.
 * @throws RftError `input` if the file is not JSON Lines at all
 */
export async function* readJsonLines(chunks: AsyncIterable<Buffer>, path: string): AsyncGenerator<MaybeRow> {
  for await (const batch of readRows(chunks)) yield* rowsOf(batch, path);
}

function rowsOf({ parsed: examples, faults }: RowBatch, path: string): MaybeRow[] {
  const errors = faults.filter(({ severity }) => severity === "error");
  for (const fault of errors) refuseForeign(fault, path);
  if (errors.length === 0) return examples;
  const broken = new Map(errors.map((fault) => [fault.line, toBroken(fault, fault.line ?? 1)]));
  const rows = examples.filter(({ line }) => !broken.has(line));
  return [...rows, ...broken.values()].toSorted((a, b) => a.line - b.line);
}

const foreignCodes: ReadonlySet<FindingCode> = new Set(["json-not-jsonl", "not-text", "not-utf8"]);

function refuseForeign({ code, write }: FindingDraft, path: string): void {
  if (!foreignCodes.has(code)) return;
  const { message, help } = write();
  throw new RftError("input", `${path}: ${message}`, { hint: help });
}

function toBroken({ code, write }: FindingDraft, line: number): BrokenRow {
  return { line, code, reason: write().message };
}
