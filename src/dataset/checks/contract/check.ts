import type { FindingCode } from "#finding.js";
import type { JsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { NumberedRow, Row } from "#dataset/row/row.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import type { ReadReferences, RowReference } from "#dataset/row/references.js";
import type { RowPrints } from "#dataset/row/row-prints.js";
import type { DataRole } from "#dataset/read/source.js";

/**
 * What the grader gives the right answer of one row where another is asked, of 1 for full marks; undefined where no
 * answer can be built or the grader cannot run here. Both are rows, with or without `messages`.
 */
export type ScoreGuess = (asked: JsonObject, answered: JsonObject) => number | undefined;

/** What a check may know of the file and of the run. */
export interface CheckContext {
  readonly role: DataRole;
  readonly rules: RuleSet;
  /** What the grader reads of a row; empty where no grader is given. */
  readonly references: readonly RowReference[];
  /** Whether a grader is given that compares with something in the row. */
  readonly requireReference: boolean;
  /** The response format of the job, nested or flat. */
  readonly responseFormat?: JsonObject | undefined;
  readonly scoreGuess?: ScoreGuess | undefined;
  /** How many findings of a code are listed: a check need not remember more places. */
  readonly maxFindings: number;
  readonly report: (draft: FindingDraft) => void;
}

/** Rows at the beginning of a file that tell what most of its rows do. */
export const firstRows = 5_000;

/** A file as a whole, known when its last line has been read. */
export interface FileTotals {
  readonly bytes: number;
  /** Lines that are not blank, broken ones included. */
  readonly rows: number;
}

/** A row as a check of single rows sees it. */
export interface RowView extends NumberedRow {
  /** True where the strings are byte text: what is reported of them is not shown, the row is checked again as text. */
  readonly encoded: boolean;
}

/**
 * A check that looks at each row by itself and remembers nothing. It is a declared value: the codes it can report,
 * and how it starts on a file.
 */
export interface RowCheck {
  readonly codes: readonly FindingCode[];
  start(context: CheckContext): { row(row: RowView): void };
}

/** A check at work on one file: it sees every row in order, or the end, or both. */
export type RunningCheck =
  | { row(row: Row, prints: RowPrints): void; end?(totals: FileTotals): void }
  | { row?: undefined; end(totals: FileTotals): void };

/** What a check of a file may know beside. */
export interface FileCheckContext extends CheckContext {
  /** Finds the references among a row's fields. */
  readonly readReferences: ReadReferences;
}

/** A check that must know the file, other rows, or how a row is written. */
export interface FileCheck {
  readonly codes: readonly FindingCode[];
  /** Looks at the first rows of a file only (`firstRows`). */
  readonly onlyFirst?: true;
  start(context: FileCheckContext): RunningCheck;
}
