import { type RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";
import { type ValidateOptions, type ValidationResult, validateFiles } from "#dataset/validate/validate.js";
import type { DataFile, DataRole } from "#dataset/read/source.js";

/** Bytes as a stream of buffers; where they are cut is the caller's choice. */
export async function* streamOf(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

/** A file that comes through the stream handed to the reader. */
export function streamed(role: DataRole = "training"): DataFile {
  return { path: "rows.jsonl", absolutePath: "-", role, stdin: true };
}

/** Validates bytes that stand in no file. */
export async function validateBytes(
  bytes: string | Uint8Array,
  options: Partial<ValidateOptions> & { role?: DataRole; rules?: RuleSet } = {},
): Promise<ValidationResult> {
  const { role, ...rest } = options;
  return validateFiles([streamed(role)], { rules: newestRules, stdin: streamOf(bytes), ...rest });
}

/** One row a line. */
export function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
}
