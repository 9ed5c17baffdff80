import { meanOf } from "#figures/mean-of.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import type { EvaluationInterval } from "./intervals.js";
import { tooFewWords, unknownNoise } from "./not-judged.js";
import { highestOf } from "./significance.js";
import { decimals } from "#words/quantities.js";

/** How many evaluations without a gain make a plateau. */
const idle = 3;

const meanReward = (some: readonly EvaluationInterval[]) => meanOf(some.map(({ reward }) => reward)) ?? 0;

/** The earlier stretch of at most `idle` evaluations with the highest mean reward. */
function bestStretch(intervals: readonly EvaluationInterval[]): EvaluationInterval[] {
  const size = Math.min(idle, intervals.length);
  const stretches = Array.from({ length: intervals.length - size + 1 }, (_, from) =>
    intervals.slice(from, from + size),
  );
  return stretches.reduce((best, one) => (meanReward(one) > meanReward(best) ? one : best), []);
}

/** The plateau in numbers; undefined if the reward is still rising, is falling, or never rose. */
function measurePlateau(intervals: readonly EvaluationInterval[]) {
  const [first] = intervals;
  const late = intervals.slice(-idle);
  const before = bestStretch(intervals.slice(0, -idle));
  const noise = highestOf([...before, ...late].map(({ band }) => band ?? Infinity));
  if (!first || before.length === 0 || noise === Infinity) return undefined;
  const [was, is] = [meanReward(before), meanReward(late)];
  const rewards = late.map(({ reward }) => reward);
  const spread = highestOf(rewards) - Math.min(...rewards);
  const isLevel = was - first.reward > 2 * noise && Math.abs(is - was) <= noise && spread <= 2.5 * noise;
  return isLevel ? { before, late, was, is, gain: is - was, noise } : undefined;
}

function find({ intervals, range }: MeasuredRun): Found | undefined {
  const level = measurePlateau(intervals);
  if (!level) return undefined;
  const { before, late, was, is, gain, noise } = level;
  const [from, to] = [before, late].map((some) => some[0]?.step);
  return {
    severity: "note",
    // Strong noise hides a slow rise.
    confidence: intervals.length >= 6 && noise <= 0.06 * (range.max - range.min) ? "medium" : "low",
    message: `the last ${idle} evaluations, steps ${to} to ${late.at(-1)?.step}, earn ${decimals(is, 3)} on average, and ${before.length} earlier ones, from step ${from} on, ${decimals(was, 3)}: a gain of no more than the noise of ${decimals(noise, 3)}`,
    help: "Stop here: more steps cost the same and bring little. Take the recommended step; for more, harder or more varied rows are needed.",
    evidence: {
      steps: [...before, ...late].map(({ step }) => step),
      values: { before: was, last: is, gain, band: noise },
    },
  };
}

function lacks({ intervals, range }: MeasuredRun): string | undefined {
  if (intervals.length <= idle) return tooFewWords(intervals.length, "evaluation", idle + 1);
  return unknownNoise([...bestStretch(intervals.slice(0, -idle)), ...intervals.slice(-idle)], range);
}

/** The reward has risen but no longer does. */
export const plateau: Diagnostic = { code: "plateau", needs: "evaluations", find, lacks };
