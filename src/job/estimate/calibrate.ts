import { meanOf } from "#figures/mean-of.js";
import { gradedSamples, numberOf } from "#run/steps/evaluations.js";
import { type Calibration, type RunPace, paceNames } from "./estimate-basis.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Spread } from "./spread.js";
import { stepSeconds } from "#run/spend/training-time.js";

/** The mean of some numbers between their lower and upper quartile; undefined of none. */
function spreadOf(values: readonly number[]): Spread | undefined {
  const likely = meanOf(values);
  if (likely === undefined) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: Math.min(at(0.25), likely), likely, high: Math.max(at(0.75), likely) };
}

/** Seconds of a step that its evaluation took. */
function evaluationSeconds(step: StepMetrics): number {
  return numberOf(step, "eval_duration") ?? numberOf(step, "timing/step/eval") ?? 0;
}

function known<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

/** Seconds for each graded sample of the steps that evaluated and say how long it took. */
function sampleSeconds(steps: readonly StepMetrics[]): number[] {
  return steps.flatMap((step) => {
    const [samples, seconds] = [gradedSamples(step), evaluationSeconds(step)];
    // A step that evaluates beside its sampling reports next to nothing: the first of the public file does.
    return samples !== undefined && samples > 0 && seconds >= 1 ? [seconds / samples] : [];
  });
}

function answerTokens(step: StepMetrics): number | undefined {
  const [all, reasoning] = [
    numberOf(step, "completion_tokens_mean"),
    numberOf(step, "reasoning_tokens_mean"),
  ];
  return all === undefined || reasoning === undefined ? undefined : Math.max(0, all - reasoning);
}

/** A pace from the steps of a past run: means, between lower and upper quartile; what no step tells stays out. */
export function calibrateByRun(steps: readonly StepMetrics[], source: string): Calibration {
  const pure = known(
    steps.map((step) => {
      const seconds = stepSeconds(step);
      return seconds === undefined ? undefined : seconds - evaluationSeconds(step);
    }),
  );
  const spreads: { [Name in keyof RunPace]: Spread | undefined } = {
    stepSeconds: spreadOf(pure),
    sampleSeconds: spreadOf(sampleSeconds(steps)),
    rolloutsPerStep: spreadOf(known(steps.map((step) => gradedSamples(step, "train")))),
    completionTokens: spreadOf(known(steps.map((step) => numberOf(step, "completion_tokens_mean")))),
    answerTokens: spreadOf(known(steps.map(answerTokens))),
  };
  const calibration: Calibration = {};
  for (const name of paceNames) {
    const spread = spreads[name];
    if (spread) calibration[name] = { spread, source };
  }
  return calibration;
}
