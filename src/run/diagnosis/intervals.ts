import { meanOf } from "#figures/mean-of.js";
import { type Evaluation, numberOf } from "#run/steps/evaluations.js";
import { type RewardRange, noiseBand } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";

/** An evaluation with the steps trained since the previous one, its own included. */
export interface EvaluationInterval extends Evaluation {
  steps: readonly StepMetrics[];
}

/**
 * The evaluation with the number of samples of the one before it, if its own is not known: all evaluations of a job grade
 * the same rows, and a last line that is cut off has lost its count.
 */
function withSamples(evaluation: Evaluation, before: Evaluation | undefined, range: RewardRange): Evaluation {
  const samples = evaluation.samples ?? before?.samples;
  if (samples === undefined || evaluation.samples !== undefined) return evaluation;
  const band = noiseBand(evaluation.reward, samples, range);
  return { ...evaluation, samples, ...(band !== undefined && { band }) };
}

/** Splits a run's steps by its evaluations; steps after the last evaluation belong to none. */
export function intervalsOf(
  steps: readonly StepMetrics[],
  evaluations: readonly Evaluation[],
  range: RewardRange,
): EvaluationInterval[] {
  const intervals: EvaluationInterval[] = [];
  let next = 0;
  for (const evaluation of evaluations) {
    const own: StepMetrics[] = [];
    for (let step = steps[next]; step && step.step <= evaluation.step; step = steps[++next]) own.push(step);
    intervals.push({ ...withSamples(evaluation, intervals.at(-1), range), steps: own });
  }
  return intervals;
}

/** Why what needs an answer's tokens could not be judged. */
export const unknownTokens = "the steps do not say how many tokens an answer takes";

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
