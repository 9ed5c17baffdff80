import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { decimals, percentInTwoDigits } from "#words/quantities.js";

/** Our own choice: at 95% of what can be earned, nine of ten groups of eight answers are at the top, or nearly. */
const top = 0.95;

function find({ intervals, range }: MeasuredRun): Found | undefined {
  const late = intervals.slice(-3);
  const limit = range.min + top * (range.max - range.min);
  if (late.length < 3 || late.some(({ reward }) => reward < limit)) return undefined;
  const since = intervals.slice(intervals.findLastIndex(({ reward }) => reward < limit) + 1)[0];
  const last = intervals.at(-1);
  if (!since || !last) return undefined;
  const fromStart = since.step === intervals[0]?.step;
  return {
    severity: fromStart ? "warning" : "note",
    confidence: "high",
    message: fromStart
      ? `the validation reward was ${decimals(since.reward, 3)} at step ${since.step} and has stayed above ${decimals(limit, 3)}: the rows were solved before training`
      : `the validation reward has been above ${decimals(limit, 3)} since step ${since.step}: ${percentInTwoDigits(top)} of what can be earned`,
    help: fromStart
      ? "Stop: there is nothing here to learn. Take harder rows, or a grader that tells better from good."
      : "Stop here: what is left to earn teaches little. Look at answers before you trust it: a grader that pays too easily looks the same.",
    evidence: {
      steps: [since.step, last.step],
      values: { first: intervals[0]?.reward ?? since.reward, last: last.reward, limit },
    },
  };
}

/** Nearly everything is earned: nothing is left to learn from these rows with this grader. */
export const rewardSaturated: Diagnostic = { code: "reward-saturated", needs: "evaluations", find };
