import type { Evaluation } from "#run/steps/evaluations.js";
import type { RewardRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Sickness } from "#run/sickness/sickness.js";

/** A run up to one of its steps: everything a rule may look at. */
export interface RunSoFar {
  /** In order; the last one is the step to judge. */
  readonly steps: readonly StepMetrics[];
  /** The evaluations of those steps. */
  readonly evaluations: readonly Evaluation[];
  /** The grader's lowest and highest score; 0 and 1 if unknown. */
  readonly range: RewardRange;
  /** Hours of training so far, as far as measured. */
  readonly hours: number;
  /** Estimated dollars for training and grading so far; absent if the price is not known. */
  readonly dollars?: number;
}

/** What the number behind a rule's name counts. */
export type LimitKind = "count" | "share" | "factor" | "amount";

/** A rule that pauses a run. Pure; docs/stop-rules.md defines each with its formula, window and source. */
export interface StopRule {
  /** The sickness it pauses for, or the limit; printed by its short spelling: `flat`. */
  readonly name: Sickness | "step" | "hours" | "budget";
  readonly kind: LimitKind;
  /** A limit to start from, as in `flat:10`. */
  readonly example: number;
  /** True if it can also fire between two steps, as time passes. */
  readonly byTime?: true;
  /** True if it measures rewards by the width of their range. */
  readonly byRange?: true;
  /** Why to pause the run at its last step; undefined if it should go on. */
  judge(run: RunSoFar, limit: number): string | undefined;
}

/** The width of the range; a rule's limits on reward are shares of it. */
export function widthOf({ min, max }: RewardRange): number {
  return max - min;
}
