import type { FindingCode } from "#finding.js";
import type { JsonObject } from "#json/json-value.js";

/** What a conversion does to a row; the words a person reads stand in the report. */
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
  /** The field it was made to, where rows differ in that. */
  field?: string;
}

/** A row that was converted. */
interface ConvertedRow {
  item: JsonObject;
  changes: readonly Change[];
}

/** A row that cannot be converted. */
export interface RefusedRow {
  /** Why, as the end of a sentence. */
  reason: string;
  /** The finding that `validate-data` would report of it. */
  code?: FindingCode;
}

/** What came of a row. */
export type RowConversion = ConvertedRow | RefusedRow;

/** How rows are to be converted. */
export interface ConvertOptions {
  /** Where the text of a system message goes: to the start of the next user message, or a developer's. */
  system: "user" | "developer";
  /** The field or column that holds the prompt; guessed where it is not given. */
  prompt?: string | undefined;
  /** The field or column that holds the reference answer; guessed where it is not given. */
  reference?: string | undefined;
}

/** The field of the reference answer; the word of Microsoft's page of May 2025, section "Graders". */
export const referenceField = "reference_answer";
