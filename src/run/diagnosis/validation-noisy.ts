import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import type { EvaluationInterval } from "./intervals.js";
import { unknownNoise } from "./not-judged.js";
import { highestOf, noiseBetween, stepsInWords } from "./significance.js";
import { decimals } from "#words/quantities.js";

/** A jump counts above twice the noise on both sides; a single one above three times. */
const least = 2;
const leastAlone = 3;

interface Surroundings {
  before: EvaluationInterval;
  here: EvaluationInterval;
  after: EvaluationInterval;
  next: EvaluationInterval | undefined;
}

/**
 * How many bands the evaluation is above, or below, both its neighbours; 0 if it is between them, or if the curve keeps
 * going the way it turned here: a summit is not a jump.
 */
function jumpOf({ before, here, after, next }: Surroundings): number {
  const [one, other] = [here.reward - before.reward, here.reward - after.reward];
  const noise = Math.max(noiseBetween(before, here) ?? Infinity, noiseBetween(here, after) ?? Infinity);
  const further = next ? (after.reward - next.reward) * Math.sign(other) : 0;
  if (one * other <= 0 || further > noise) return 0;
  return Math.min(Math.abs(one), Math.abs(other)) / noise;
}

interface Jump {
  step: number;
  bands: number;
}

function jumpsOf(intervals: readonly EvaluationInterval[]): Jump[] {
  return intervals.flatMap((here, index) => {
    const [before, after, next] = [intervals[index - 1], intervals[index + 1], intervals[index + 2]];
    const bands = before && after ? jumpOf({ before, here, after, next }) : 0;
    return bands > least ? [{ step: here.step, bands }] : [];
  });
}

function find({ intervals }: MeasuredRun): Found | undefined {
  const jumps = jumpsOf(intervals);
  const steps = jumps.map(({ step }) => step);
  const largest = highestOf(jumps.map(({ bands }) => bands));
  if (jumps.length < 2 && !(largest > leastAlone)) return undefined;
  return {
    severity: "warning",
    confidence: jumps.length > 2 ? "high" : jumps.length > 1 ? "medium" : "low",
    message: `the validation reward jumps: at ${stepsInWords(steps)} it lies above or below both its neighbours by up to ${decimals(largest, 3)} times what chance explains`,
    help: "Do not choose a step by one evaluation. Raise eval_samples or take more validation rows; for a judge, see that it gives one answer one score (rft check-grader).",
    evidence: { steps, values: { jumps: jumps.length, evaluations: intervals.length, largest } },
  };
}

/** Validation rewards jump by more than the number of samples explains. */
export const validationNoisy: Diagnostic = {
  code: "validation-noisy",
  needs: "evaluations",
  find,
  lacks: ({ intervals, range }) => unknownNoise(intervals, range),
};
