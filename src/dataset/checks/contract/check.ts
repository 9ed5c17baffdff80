import type { FindingCode } from "#finding.js";
import type { JsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { NumberedRow, Row } from "#dataset/row/row.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import type { ReadReferences, RowReference } from "#dataset/row/references.js";
import type { RowPrints } from "#dataset/row/row-prints.js";
import type { DataRole } from "#dataset/read/source.js";

/**
 * The grader's score, with 1 for full marks, of one row's right answer when given for another row; undefined if no
 * answer can be built or the grader cannot run here. Both are rows, with or without `messages`.
 */
export type ScoreGuess = (asked: JsonObject, answered: JsonObject) => number | undefined;

/** What a check can know of the file and the run. */
export interface CheckContext {
  readonly role: DataRole;
  readonly rules: RuleSet;
  /** The values that the grader reads from a row; empty without a grader. */
  readonly references: readonly RowReference[];
  /** Whether there is a grader that compares with something in the row. */
  readonly requireReference: boolean;
  /** The response format of the job, nested or flat. */
  readonly responseFormat?: JsonObject | undefined;
  readonly scoreGuess?: ScoreGuess | undefined;
  /** How many findings are listed per code: a check need not remember more places. */
  readonly maxFindings: number;
  readonly report: (draft: FindingDraft) => void;
}

/** How many first rows of a file stand for all of it. */
export const firstRows = 5_000;

/** Totals of a file, known once its last line has been read. */
export interface FileTotals {
  readonly bytes: number;
  /** Lines that are not blank, including broken ones. */
  readonly rows: number;
}

/** A row as seen by a check of single rows. */
export interface RowView extends NumberedRow {
  /** True if the strings are byte text: findings are then not shown, but the row is checked again as text. */
  readonly encoded: boolean;
}

/**
 * A check that looks at each row alone and keeps no state between rows. A declared value: the codes it can report, and
 * how to start it on a file.
 */
export interface RowCheck {
  readonly codes: readonly FindingCode[];
  start(context: CheckContext): { row(row: RowView): void };
}

/** A check running on one file: it sees every row in order, or the end, or both. */
export type RunningCheck =
  | { row(row: Row, prints: RowPrints): void; end?(totals: FileTotals): void }
  | { row?: undefined; end(totals: FileTotals): void };

/** What a file check can know in addition. */
export interface FileCheckContext extends CheckContext {
  /** Finds the references among a row's fields. */
  readonly readReferences: ReadReferences;
}

/** A check that needs the file, other rows, or the source text of a row. */
export interface FileCheck {
  readonly codes: readonly FindingCode[];
  /** Looks only at the first `firstRows` rows of a file. */
  readonly onlyFirst?: true;
  start(context: FileCheckContext): RunningCheck;
}
