import type { Evaluation } from "#run/steps/evaluations.js";
import type { RewardRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Sickness } from "#run/sickness/sickness.js";

/** A run up to one of its steps: all that a rule may look at. */
export interface RunSoFar {
  /** In order; the last one is the step that is judged. */
  readonly steps: readonly StepMetrics[];
  /** Of those steps. */
  readonly evaluations: readonly Evaluation[];
  /** The grader's lowest and highest score; 0 and 1 where unknown. */
  readonly range: RewardRange;
  /** Training so far, in hours, as far as it is measured. */
  readonly hours: number;
  /** Training and grading so far, in dollars, estimated; absent where the price is not known. */
  readonly dollars?: number;
}

/** What the number behind a rule's name counts. */
export type LimitKind = "count" | "share" | "factor" | "amount";

/** A rule by which a run is paused: pure, defined in docs/stop-rules.md with its formula, window and source. */
export interface StopRule {
  /** The sickness that it pauses for, or the limit. It is printed by the short spelling of that: `flat`. */
  readonly name: Sickness | "step" | "hours" | "budget";
  readonly kind: LimitKind;
  /** A limit to start from, as in `flat:10`. */
  readonly example: number;
  /** True where it can fire between two steps too, as time passes. */
  readonly byTime?: true;
  /** True where it measures rewards by the width of their range. */
  readonly byRange?: true;
  /** Why the run is to be paused at its last step; undefined where it is not. */
  judge(run: RunSoFar, limit: number): string | undefined;
}

/** The width of the range, which a rule's shares of reward are shares of. */
export function widthOf({ min, max }: RewardRange): number {
  return max - min;
}
