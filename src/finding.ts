/** An error makes the answer no, a warning does so with `--strict`, a note never does. */
export type Severity = "error" | "warning" | "note";

/**
 * Every code that this version can report. A code never changes its meaning; each has a page
 * `docs/findings/<code>.md`, a fixture and a test.
 */
export const findingCodes = [
  // a data file
  "blank-line",
  "byte-order-mark",
  "duplicate-key",
  "empty-file",
  "file-large",
  "file-too-large",
  "invalid-json",
  "invalid-utf8",
  "json-not-jsonl",
  "lone-surrogate",
  "not-an-object",
  "not-text",
  "not-utf8",
  "small-data-set",
  "too-few-examples",
  "too-many-examples",
  "unreadable-file",
  // a row
  "answer-in-prompt",
  "class-imbalance",
  "conflicting-references",
  "constant-reference",
  "content-blank",
  "content-missing",
  "content-not-text",
  "duplicate-example",
  "field-empty",
  "field-missing",
  "field-null",
  "field-type-drift",
  "format-not-in-prompt",
  "last-message-not-user",
  "message-not-object",
  "messages-empty",
  "messages-missing",
  "messages-not-array",
  "multimodal-content",
  "near-duplicate-example",
  "no-reference-field",
  "no-user-message",
  "prompt-too-long",
  "reserved-field",
  "response-format-invalid",
  "risky-phrase",
  "role-missing",
  "role-unknown",
  "secret-in-data",
  "system-message",
  "tool-call-invalid",
  "tools-differ",
  "tools-invalid",
  "validation-leak",
  // a grader
  "attack-succeeds",
  "expression-syntax",
  "expression-unknown-name",
  "gold-ceiling-below-one",
  "gold-not-full-score",
  "grader-invalid",
  "grader-model-unsupported",
  "grader-type-unsupported",
  "input-and-reference-swapped",
  "judge-reply-not-numeric",
  "judge-without-examples",
  "label-model-static",
  "metric-unknown",
  "no-learning-signal",
  "operation-unknown",
  "output-json-without-schema",
  "output-path-not-in-schema",
  "range-invalid",
  "remote-disagrees",
  "remote-rejected",
  "score-out-of-range",
  "scores-constant",
  "subgrader-not-allowed",
  "subgrader-unused",
  "template-never-varies",
  "template-syntax",
  "template-unresolved",
  "threshold-out-of-range",
  "too-strict",
  // a job file, and what it names
  "grader-model-retiring",
  "hyperparameter-misplaced",
  "hyperparameter-out-of-range",
  "job-file-invalid",
  "model-retired",
  "model-unsupported",
  "not-deployable",
  "suffix-invalid",
  "training-type-unknown",
  "training-type-unsupported",
  "validation-file-missing",
] as const;

export type FindingCode = (typeof findingCodes)[number];

/** One fact about the input, as data. */
export interface Finding {
  code: FindingCode;
  severity: Severity;
  /** The fact, with the value in it; one sentence, no full stop. */
  message: string;
  /** What to do about it. */
  help: string;
  /** The file's path as given. */
  file?: string;
  /** 1-based, counting physical lines. */
  line?: number;
  /** 1-based, in characters; only where the text itself is broken. */
  column?: number;
  /** JSON pointer (RFC 6901). */
  pointer?: string;
  /** How many findings of this code the file has: set on the last one listed, 1 on the others. */
  count?: number;
}

/** Totals over all findings, including those not listed. */
export interface FindingSummary {
  errors: number;
  warnings: number;
  notes: number;
}

/** Counts findings by severity, including those not listed: `count` is the number for a code and file. */
export function summarizeFindings(findings: readonly Finding[]): FindingSummary {
  const groups = new Map<string, { severity: Severity; listed: number; total: number }>();
  for (const { code, file, severity, count = 1 } of findings) {
    const key = `${severity} ${code} ${file ?? ""}`;
    const group = groups.get(key) ?? { severity, listed: 0, total: 0 };
    group.listed += 1;
    group.total = Math.max(group.total, group.listed, count);
    groups.set(key, group);
  }
  const summary: FindingSummary = { errors: 0, warnings: 0, notes: 0 };
  for (const { severity, total } of groups.values()) summary[`${severity}s`] += total;
  return summary;
}

/** How many findings of one code are listed by default; the rest are only counted. */
export const defaultMaxFindings = 20;
