import type { JsonObject } from "#json/json-value.js";
import type { ScoreGuess } from "#dataset/checks/contract/check.js";
import type { RowReference } from "#dataset/row/references.js";
import type { MeasureOptions } from "#dataset/tokens/measure-prompts.js";

/** What rows are checked by. */
export interface RowOptions extends MeasureOptions {
  /** Findings listed of each code and file; 20 where it is not given. All are counted. */
  maxFindings?: number | undefined;
  /** What the grader reads of a row. */
  references?: readonly RowReference[] | undefined;
  /** A grader is given that needs something to compare with: a row without is an error, not a warning. */
  requireReference?: boolean | undefined;
  /** The job's response format, nested or flat; rows may have their own. */
  responseFormat?: JsonObject | undefined;
  /** What a guess earns with the grader; without it a guess is held to earn on the rows whose reference it is. */
  scoreGuess?: ScoreGuess | undefined;
}
