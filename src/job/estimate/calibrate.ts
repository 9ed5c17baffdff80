import { meanOf } from "#figures/mean-of.js";
import { gradedSamples, numberOf } from "#run/steps/evaluations.js";
import { type Calibration, type RunPace, paceNames } from "./estimate-basis.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Spread } from "./spread.js";
import { secondsBySteps } from "#run/spend/training-time.js";

/** The mean, with the lower and upper quartiles as ends; undefined for no values. */
function spreadOf(values: readonly number[]): Spread | undefined {
  const likely = meanOf(values);
  if (likely === undefined) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: Math.min(at(0.25), likely), likely, high: Math.max(at(0.75), likely) };
}

/** Seconds of a step spent on its evaluation. */
function evaluationSeconds(step: StepMetrics): number {
  return numberOf(step, "eval_duration") ?? numberOf(step, "timing/step/eval") ?? 0;
}

function known<T>(values: readonly (T | undefined)[]): T[] {
  return values.filter((value) => value !== undefined);
}

/** Seconds per graded sample, of the steps that evaluated and say how long that took. */
function sampleSeconds(steps: readonly StepMetrics[]): number[] {
  return steps.flatMap((step) => {
    const [samples, seconds] = [gradedSamples(step), evaluationSeconds(step)];
    // A step that evaluates while it samples reports almost no time, as does the first step of the public file.
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

/** A pace from the steps of a past run: means, with quartiles as ends; omits what no step reports. */
export function calibrateByRun(steps: readonly StepMetrics[], source: string): Calibration {
  const times = secondsBySteps(steps);
  const pure = known(
    steps.map((step) => {
      const seconds = times.get(step.step);
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
