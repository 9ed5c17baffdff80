import type { FindingCode } from "../finding.js";
import type { RuleSet } from "../rules/rule-set.js";
import type { Example } from "./example.js";
import type { FindingDraft } from "./finding-list.js";
import type { DataRole } from "./source.js";

/** A value of the row that the grader reads. */
export interface RowReference {
  /** As the template writes it: `item.answer.x[0]`. */
  readonly text: string;
  /** The way inside the row: `["answer", "x", 0]`. */
  readonly path: readonly (string | number)[];
}

/** What a check may know of the file and of the run. */
export interface CheckContext {
  readonly role: DataRole;
  readonly rules: RuleSet;
  /** What the grader reads of a row; empty where no grader is given. */
  readonly references: readonly RowReference[];
  /** Whether a grader is given that compares with something in the row. */
  readonly requireReference: boolean;
  /** How many findings of a code are listed: a check need not remember more places. */
  readonly maxFindings: number;
  readonly report: (draft: FindingDraft) => void;
}

/** A file as a whole, known when its last line has been read. */
export interface FileTotals {
  readonly bytes: number;
  /** Lines that are not blank, broken ones included. */
  readonly rows: number;
}

/** A check at work on one file: it sees every example in order, then the end. */
export interface RunningCheck {
  example?(example: Example): void;
  end?(totals: FileTotals): void;
}

/** A check is a declared value: the codes it can report, and how it starts on a file. */
export interface Check {
  readonly codes: readonly FindingCode[];
  start(context: CheckContext): RunningCheck;
}
