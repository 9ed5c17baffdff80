import { tokenMetrics } from "#run/steps/reasoning-tokens.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { type EvaluationInterval, intervalMean, unknownTokens } from "./intervals.js";
import { unknownNoise } from "./not-judged.js";
import { highestOf, rewardAround } from "./significance.js";
import { decimals, percentInTwoDigits } from "#words/quantities.js";

/** Half as many again; our own choice: no source gives a number. */
const growth = 1.5;

/** How far, in bands, its own reward may be below the best mean: few evaluations' neighbour means hide a rise. */
const alone = 1.5;

/** Where the reward first reached its current level, with the tokens there and now; undefined if either is unknown. */
function measureGrowth(intervals: readonly EvaluationInterval[]) {
  const rewards = intervals.map((_, place) => rewardAround(intervals, place));
  const most = highestOf(rewards);
  const peak = intervals[rewards.indexOf(most)];
  const band = peak?.band ?? 0;
  const since = intervals.findIndex(
    ({ reward }, place) => (rewards[place] ?? 0) >= most - band && reward >= most - alone * band,
  );
  const [start, now] = [intervals[since], intervals.at(-1)];
  const [tokensThen, tokensNow] = [start, now].map((one) => one && intervalMean(one, tokenMetrics));
  if (!start || !now || peak?.band === undefined || tokensThen === undefined || tokensNow === undefined)
    return undefined;
  const [rewardThen = 0, rewardNow = 0] = [rewards[since], rewards.at(-1)];
  return { start, now, band, tokensThen, tokensNow, rewardThen, rewardNow };
}

function find({ intervals }: MeasuredRun): Found | undefined {
  const measured = measureGrowth(intervals);
  if (!measured) return undefined;
  const { start, now, tokensThen, tokensNow, rewardThen, rewardNow, band } = measured;
  if (tokensThen <= 0 || tokensNow < growth * tokensThen) return undefined;
  return {
    severity: "warning",
    confidence: tokensNow >= 2 * tokensThen ? "high" : "medium",
    message: `answers take ${percentInTwoDigits(tokensNow / tokensThen - 1)} more reasoning tokens at step ${now.step} than at step ${start.step}, for a validation reward that is not higher by more than the noise of ${decimals(band, 3)} (about ${decimals(rewardNow, 3)} against ${decimals(rewardThen, 3)})`,
    help: `Each answer costs more and earns no more. Take the recommended step, or that of step ${start.step}, which thinks less; a lower reasoning_effort may do too.`,
    evidence: {
      steps: [start.step, now.step],
      values: { tokensThen, tokensNow, rewardThen, rewardNow, band },
    },
  };
}

function lacks(run: MeasuredRun): string | undefined {
  if (measureGrowth(run.intervals)) return undefined;
  return unknownNoise(run.intervals, run.range) ?? `${unknownTokens} at the steps to compare`;
}

/** Reasoning grows but the reward does not. */
export const tokenGrowth: Diagnostic = { code: "token-growth", needs: "evaluations", find, lacks };
