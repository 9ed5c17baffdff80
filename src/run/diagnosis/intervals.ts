import { meanOf } from "#figures/mean-of.js";
import { type Evaluation, numberOf } from "#run/steps/evaluations.js";
import type { StepMetrics } from "#run/steps/results.js";

/** An evaluation with the steps trained since the previous one, its own included. */
export interface EvaluationInterval extends Evaluation {
  steps: readonly StepMetrics[];
}

/** Splits a run's steps by its evaluations; steps after the last evaluation belong to none. */
export function intervalsOf(
  steps: readonly StepMetrics[],
  evaluations: readonly Evaluation[],
): EvaluationInterval[] {
  const intervals: EvaluationInterval[] = [];
  let next = 0;
  for (const evaluation of evaluations) {
    const own: StepMetrics[] = [];
    for (let step = steps[next]; step && step.step <= evaluation.step; step = steps[++next]) own.push(step);
    intervals.push({ ...evaluation, steps: own });
  }
  return intervals;
}

/** The mean over an interval's steps of the first metric that any of them has. */
export function intervalMean(
  { steps }: Pick<EvaluationInterval, "steps">,
  names: readonly string[],
): number | undefined {
  for (const name of names) {
    const mean = meanOf(steps.flatMap((step) => numberOf(step, name) ?? []));
    if (mean !== undefined) return mean;
  }
  return undefined;
}
