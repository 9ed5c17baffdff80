import type { FindingCode } from "#finding.js";
import type { JsonObject } from "#json/json-value.js";

/** What a conversion does to a row; the report has the wording for people. */
export type ChangeKind =
  | "system-folded"
  | "system-to-developer"
  | "answer-moved"
  | "preferred-taken"
  | "prompt-wrapped"
  | "reference-renamed"
  | "item-unwrapped"
  | "weight-removed"
  | "field-dropped";

/** One change of one row. */
export interface Change {
  kind: ChangeKind;
  /** The changed field, for changes that can concern any field. */
  field?: string;
}

interface ConvertedRow {
  item: JsonObject;
  changes: readonly Change[];
}

export interface RefusedRow {
  /** Why, worded as the end of a sentence. */
  reason: string;
  /** The finding that `validate-data` would report for it. */
  code?: FindingCode;
}

export type RowConversion = ConvertedRow | RefusedRow;

export interface ConvertOptions {
  /** Where the text of a system message goes: the start of the next user message, or a developer message. */
  system: "user" | "developer";
  /** The field or column of the prompt; guessed if not given. */
  prompt?: string | undefined;
  /** The field or column of the reference answer; guessed if not given. */
  reference?: string | undefined;
}

/** The field of the reference answer, named as on Microsoft's page of May 2025, section "Graders". */
export const referenceField = "reference_answer";
