import { meanOf } from "#figures/mean-of.js";
import { type RewardRange, noiseBand } from "./noise-band.js";
import type { StepMetrics } from "./results.js";

/** What is known of a run besides its steps. */
export interface RunFacts {
  /** The grader's lowest and highest score; 0 and 1 if unknown. */
  range?: RewardRange;
  /** Samples graded per evaluation (eval_samples x validation rows), if the steps do not say. */
  validationSamples?: number;
  /** How many of them are of the same prompt (eval_samples), if known. */
  samplesPerRow?: number;
}

/** One evaluation of the model on the validation rows, and what training earned on the way there. */
export interface Evaluation {
  step: number;
  /** `full_valid_mean_reward` of the step. */
  reward: number;
  /**
   * The mean of `train_mean_reward` over the steps since the previous evaluation, including this one: a single step is
   * only one batch and says little. Absent if no such step has one.
   */
  trainReward?: number;
  /** `trainReward` minus `reward`: above 0 if training earns more than validation. */
  gap?: number;
  /** Graded validation samples. */
  samples?: number;
  /** How far another evaluation's reward may differ from this one by chance alone, in reward. */
  band?: number;
}

/** A metric of a step, if present and a number. */
export function numberOf(step: StepMetrics, name: string): number | undefined {
  const value = step[name];
  return typeof value === "number" ? value : undefined;
}

/** A step's largest metric of one kind, of which each grader has its own; undefined if there is none. */
export function largestOf(step: StepMetrics, isOfKind: (name: string) => boolean): number | undefined {
  let most: number | undefined;
  for (const name in step) {
    const value = isOfKind(name) ? numberOf(step, name) : undefined;
    if (value !== undefined) most = Math.max(most ?? 0, value);
  }
  return most;
}

/** How many training or validation answers the graders scored at a step, by the result file's count. */
export function gradedSamples(step: StepMetrics, side: "train" | "valid" = "valid"): number | undefined {
  const ending = `/${side}_execution_latency_count`;
  return largestOf(step, (name) => name.endsWith(ending));
}

function evaluate(step: StepMetrics, reward: number, train: number[], facts: RunFacts): Evaluation {
  const samples = gradedSamples(step) ?? facts.validationSamples;
  const band = noiseBand(reward, samples, facts.range);
  const trainReward = meanOf(train);
  return {
    step: step.step,
    reward,
    ...(trainReward !== undefined && { trainReward, gap: trainReward - reward }),
    ...(samples !== undefined && { samples }),
    ...(band !== undefined && { band }),
  };
}

/**
 * The evaluations of a run: the steps with a validation reward, in order. Pure; a run's first steps give the same
 * evaluations whether or not more follow.
 */
export function evaluationsOf(steps: readonly StepMetrics[], facts: RunFacts = {}): Evaluation[] {
  const evaluations: Evaluation[] = [];
  let train: number[] = [];
  for (const step of steps) {
    const trainReward = numberOf(step, "train_mean_reward");
    if (trainReward !== undefined) train.push(trainReward);
    const reward = numberOf(step, "full_valid_mean_reward");
    if (reward === undefined) continue;
    evaluations.push(evaluate(step, reward, train, facts));
    train = [];
  }
  return evaluations;
}

/** The evaluation with the highest reward, the earliest if several tie; undefined if there are none. */
export function bestEvaluation(evaluations: readonly Evaluation[]): Evaluation | undefined {
  let best: Evaluation | undefined;
  for (const one of evaluations) if (!best || one.reward > best.reward) best = one;
  return best;
}

/** The earliest evaluation whose reward is within the noise band below the best; undefined if the band is unknown. */
export function recommendedEvaluation(evaluations: readonly Evaluation[]): Evaluation | undefined {
  const best = bestEvaluation(evaluations);
  const { band } = best ?? {};
  if (!best || band === undefined) return undefined;
  return evaluations.find(({ reward }) => reward >= best.reward - band);
}
