import { RftError } from "../errors.js";
import type { Finding, FindingSummary } from "../finding.js";
import type { DataFile } from "./source.js";
import { type FileReport, type FileValidation, type ValidateOptions, validateFile } from "./validate-file.js";

export type { RowReference } from "./check.js";
export type { FieldStatistics } from "./statistics.js";
export type { FileReport, ValidateOptions } from "./validate-file.js";

/** What was found in the files: the `validate-data` document without its version and command. */
export interface ValidationResult {
  /** True where no finding is an error. */
  ok: boolean;
  files: FileReport[];
  /** In the order of the files, then of the lines; facts about a file as a whole come first. */
  findings: Finding[];
  /** Counts the findings that are not listed, too. */
  summary: FindingSummary;
}

/**
 * Checks data files, reading each once and keeping no row. An unreadable one among several is a finding.
 * @throws RftError `input` where the only file cannot be read; the signal's reason where that aborts.
 */
export async function validateFiles(
  files: readonly DataFile[],
  options: ValidateOptions,
): Promise<ValidationResult> {
  const validations: FileValidation[] = [];
  for (const file of files) {
    try {
      validations.push(await validateFile(file, options));
    } catch (error) {
      if (files.length === 1 || !(error instanceof RftError && error.code === "input")) throw error;
      validations.push(unreadable(file, error));
    }
  }
  const summary = { errors: 0, warnings: 0, notes: 0 };
  for (const { summary: part } of validations) {
    summary.errors += part.errors;
    summary.warnings += part.warnings;
    summary.notes += part.notes;
  }
  return {
    ok: summary.errors === 0,
    files: validations.map(({ report }) => report),
    findings: validations.flatMap(({ findings }) => findings),
    summary,
  };
}

function unreadable({ path, role }: DataFile, error: RftError): FileValidation {
  const finding: Finding = {
    code: "unreadable-file",
    severity: "error",
    message: error.message.replace(`${path}: `, "the file cannot be read: "),
    help: error.hint ?? "Check the path.",
    file: path,
    count: 1,
  };
  return {
    report: { path, role, bytes: 0, examples: 0, fields: {} },
    findings: [finding],
    summary: { errors: 1, warnings: 0, notes: 0 },
  };
}
