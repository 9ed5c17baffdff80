import { bestEvaluation } from "#run/steps/evaluations.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { confidenceOf, noiseBetween, noiseOfBestAndLast } from "./significance.js";
import { decimals } from "#words/quantities.js";

function find({ intervals }: MeasuredRun): Found | undefined {
  const best = bestEvaluation(intervals);
  const last = intervals.at(-1);
  const noise = best && last && noiseBetween(best, last);
  if (!best || !last || noise === undefined) return undefined;
  const fall = best.reward - last.reward;
  if (fall <= noise) return undefined;
  const bands = fall / noise;
  return {
    // The best of several is above the others by chance too: a lead of one band is worth a note, not a warning.
    severity: bands < 2 ? "note" : "warning",
    confidence: confidenceOf(bands),
    message: `the validation reward was best at step ${best.step}, ${decimals(best.reward, 3)}; at step ${last.step}, the last, it is ${decimals(last.reward, 3)}, which is lower by more than the noise of ${decimals(noise, 3)}`,
    help: `Deploy the checkpoint of step ${best.step} or the recommended one, not the final model.`,
    evidence: {
      steps: [best.step, last.step],
      values: { best: best.reward, last: last.reward, fall, band: noise },
    },
  };
}

/** The last evaluated step is worse than an earlier one, by more than the noise. */
export const bestStepNotLast: Diagnostic = {
  code: "best-step-not-last",
  needs: "evaluations",
  find,
  lacks: noiseOfBestAndLast,
};
