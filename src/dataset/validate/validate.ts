import { RftError } from "#errors.js";
import { type Finding, type FindingSummary, defaultMaxFindings } from "#finding.js";
import type { RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";
import { compareAcross, compareWithin } from "#dataset/compare/compare-rows.js";
import { createFindingList } from "#dataset/row/finding-list.js";
import { reportNearDuplicates } from "#dataset/compare/near-duplicates.js";
import { createReferenceReader } from "#dataset/row/references.js";
import { createRowIndex } from "#dataset/compare/row-index.js";
import type { DataFile } from "#dataset/read/source.js";
import {
  type CheckedFile,
  type CheckedRows,
  type FileOptions,
  type FileResult,
  validateFile,
} from "./validate-file.js";

export type { ScoreGuess } from "#dataset/checks/contract/check.js";
export type { RowReference } from "#dataset/row/references.js";
export type { FieldStatistics } from "./statistics.js";
export type { FileResult } from "./validate-file.js";

export interface ValidateOptions extends Omit<FileOptions, "rules"> {
  /** The newest rules by default. */
  rules?: RuleSet;
}

/** The `validate-data` document without its version and command. */
export interface ValidationResult {
  /** True if no finding is an error. */
  ok: boolean;
  files: FileResult[];
  /** By file, then by line; findings about a file as a whole come first. */
  findings: Finding[];
  /** Also counts the findings that are not listed. */
  summary: FindingSummary;
}

/** A validation in progress. Callers with another use for the rows can take them, so that each file is read once. */
export interface Validation {
  /** The rows as they are checked, in batches; consume all of them or none. */
  readonly rows: AsyncGenerator<CheckedRows>;
  /** Checks the rows not yet consumed and returns the result. Throws, as `rows` does, what `validateFiles` throws. */
  finish(): Promise<ValidationResult>;
}

/**
 * Checks data files, reading each once and keeping no row. An unreadable file among several is a finding.
 * @throws RftError `input` if the only file cannot be read; the reason of the signal if that aborts.
 */
export function validateFiles(
  files: readonly DataFile[],
  options: ValidateOptions = {},
): Promise<ValidationResult> {
  return startValidation(files, options).finish();
}

export function startValidation(files: readonly DataFile[], given: ValidateOptions = {}): Validation {
  const options: FileOptions = { rules: newestRules, ...given };
  const checked: CheckedFile[] = [];
  const rows = checkRows(files, options, checked);
  return {
    rows,
    async finish() {
      for (let next = await rows.next(); next.done !== true; next = await rows.next());
      await compareFiles(checked, options);
      return resultOf(checked);
    },
  };
}

async function* checkRows(
  files: readonly DataFile[],
  options: FileOptions,
  checked: CheckedFile[],
): AsyncGenerator<CheckedRows> {
  const folding = new Set(files.map(({ role }) => role)).size > 1;
  for (const file of files) {
    try {
      checked.push(yield* validateFile(file, options, folding));
    } catch (error) {
      if (files.length === 1 || !(error instanceof RftError && error.code === "input")) throw error;
      checked.push(unreadable(file, error));
    }
  }
}

function resultOf(checked: readonly CheckedFile[]): ValidationResult {
  const finished = checked.map(({ list }) => list.finish());
  const summary = { errors: 0, warnings: 0, notes: 0 };
  for (const { summary: part } of finished) {
    summary.errors += part.errors;
    summary.warnings += part.warnings;
    summary.notes += part.notes;
  }
  return {
    ok: summary.errors === 0,
    files: checked.map(({ report }) => report),
    findings: finished.flatMap(({ findings }) => findings),
    summary,
  };
}

/** Finds what only shows when rows are compared, within each file and across files. */
async function compareFiles(checked: readonly CheckedFile[], options: FileOptions): Promise<void> {
  const { maxFindings = defaultMaxFindings, references = [], nearDuplicates = false } = options;
  const compare = { read: createReferenceReader(references), maxFindings };
  for (const { file, index, list } of checked) {
    compareWithin({ file, index, list }, compare);
    if (nearDuplicates && index.size() > 0) await reportNearDuplicates(file, list, options);
  }
  compareAcross(checked, compare);
}

function unreadable(file: DataFile, error: RftError): CheckedFile {
  const { path, role } = file;
  const list = createFindingList(path, 1);
  list.add({
    code: "unreadable-file",
    severity: "error",
    write: () => ({
      message: error.message.replace(`${path}: `, "the file cannot be read: "),
      help: error.hint ?? "Check the path.",
    }),
  });
  const report = { path, role, bytes: 0, rows: 0, examples: 0, fields: {} };
  return { file, report, list, index: createRowIndex(false) };
}
