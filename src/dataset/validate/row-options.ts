import type { JsonObject } from "#json/json-value.js";
import type { ScoreGuess } from "#dataset/checks/contract/check.js";
import type { RowReference } from "#dataset/row/references.js";
import type { MeasureOptions } from "#dataset/tokens/measure-prompts.js";

export interface RowOptions extends MeasureOptions {
  /** Findings listed per code and file, 20 by default. All are counted. */
  maxFindings?: number | undefined;
  /** The values that the grader reads from a row. */
  references?: readonly RowReference[] | undefined;
  /** True if the grader needs a value to compare with: a row without one is then an error, not a warning. */
  requireReference?: boolean | undefined;
  /** The job's response format, nested or flat; rows may carry their own. */
  responseFormat?: JsonObject | undefined;
  /** Scores a guess with the grader; without it a guess is assumed to earn on the rows whose reference it equals. */
  scoreGuess?: ScoreGuess | undefined;
}
