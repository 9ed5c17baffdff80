import { bestEvaluation } from "#run/steps/evaluations.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { confidenceOf, noiseBetween, noiseOfBestAndLast } from "./significance.js";
import { decimals } from "#words/quantities.js";

/** A fall of less than a tenth of the range is no collapse, however certain. */
const leastFall = 0.1;

function find({ intervals, range }: MeasuredRun): Found | undefined {
  const best = bestEvaluation(intervals);
  const last = intervals.at(-1);
  const noise = best && last && noiseBetween(best, last);
  if (!best || !last || noise === undefined) return undefined;
  const after = intervals.slice(intervals.findIndex(({ step }) => step === best.step) + 1);
  const fall = best.reward - last.reward;
  const limit = Math.max(3 * noise, leastFall * (range.max - range.min));
  // If training still earns what it did, only validation has fallen: that is a gap, or noise.
  const trainFall = (best.trainReward ?? best.reward) - (last.trainReward ?? last.reward);
  const stayedDown = after.slice(-2).every(({ reward }) => best.reward - reward > 2 * noise);
  if (fall <= limit || trainFall <= limit / 3 || !stayedDown) return undefined;
  return {
    severity: "warning",
    confidence: after.length === 1 ? "medium" : confidenceOf(fall / noise),
    message: `the validation reward has fallen from ${decimals(best.reward, 3)} at step ${best.step} to ${decimals(last.reward, 3)} at step ${last.step}, and training with it`,
    help: `Pause it; deploy the checkpoint of step ${best.step} or before. Try a lower learning_rate_multiplier, and see in rft evals what the answers have become.`,
    evidence: {
      steps: [best.step, last.step],
      values: { best: best.reward, last: last.reward, fall, band: noise, trainFall },
    },
  };
}

/** The reward has fallen far, in validation and in training. */
export const rewardCollapse: Diagnostic = {
  code: "reward-collapse",
  needs: "evaluations",
  find,
  lacks: noiseOfBestAndLast,
};
