import { meanOf } from "#figures/mean-of.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import type { EvaluationInterval } from "./intervals.js";
import { unknownNoise } from "./not-judged.js";
import { highestOf } from "./significance.js";
import { decimals } from "#words/quantities.js";

/** Above this share of the range, a reward has little room left to rise. */
const high = 0.9;

/** The mean of the later half minus that of the earlier one, and how far chance alone moves it (one deviation). */
function trendOf(intervals: readonly EvaluationInterval[], band: number): { trend: number; noise: number } {
  const rewards = intervals.map(({ reward }) => reward);
  const half = Math.floor(rewards.length / 2);
  const [early = 0, late = 0] = [meanOf(rewards.slice(0, half)), meanOf(rewards.slice(-half))];
  return { trend: late - early, noise: band / Math.sqrt(half) };
}

/** What training earned in the later half minus the earlier one: a single batch may have lucky rows. */
function trainRise(intervals: readonly EvaluationInterval[]): number {
  const rewards = intervals.flatMap(({ trainReward }) => trainReward ?? []);
  const half = Math.floor(rewards.length / 2);
  return (meanOf(rewards.slice(-half)) ?? 0) - (meanOf(rewards.slice(0, half)) ?? 0);
}

/** Above this share of the range, the noise hides a rise worth having. */
const noisy = 0.1;

/** The flat run in numbers; undefined if it is not flat. */
function measureFlat({ intervals, range }: MeasuredRun) {
  const width = range.max - range.min;
  const mean = meanOf(intervals.map(({ reward }) => reward)) ?? range.max;
  const band = highestOf(intervals.map((one) => one.band ?? Infinity));
  if (mean > range.min + high * width || band === Infinity) return undefined;
  const off = highestOf(intervals.map(({ reward }) => Math.abs(reward - mean)));
  const { trend, noise } = trendOf(intervals, band);
  const least = 0.01 * width;
  const isFlat = off <= Math.max(least, 2.5 * band) && Math.abs(trend) <= Math.max(least, 3 * noise);
  return isFlat && trainRise(intervals) <= 0.1 * width ? { mean, off, trend, noise, band } : undefined;
}

/** True if the noise could hide a rise. */
function isHidden({ band }: { band: number }, { range }: MeasuredRun): boolean {
  return band > noisy * (range.max - range.min);
}

function lacks(run: MeasuredRun): string | undefined {
  const flat = measureFlat(run);
  return flat && isHidden(flat, run)
    ? `the noise of ${decimals(flat.band, 3)}, more than a tenth of the range, could hide a rise`
    : unknownNoise(run.intervals, run.range);
}

function find(run: MeasuredRun): Found | undefined {
  const flat = measureFlat(run);
  if (!flat || isHidden(flat, run)) return undefined;
  const { mean, off, trend, noise, band } = flat;
  const steps = run.intervals.map(({ step }) => step);
  return {
    severity: "warning",
    confidence: steps.length >= 6 ? "high" : steps.length >= 4 ? "medium" : "low",
    message: `in ${steps.length} evaluations, up to step ${steps.at(-1)}, the validation reward has stayed at ${decimals(mean, 3)}: it differs from that by ${decimals(off, 3)} at the most, which is noise`,
    help: "Pause it, and see what the grader pays on saved answers: rft check-grader --samples. Where all answers to a prompt earn the same, nothing can be learned.",
    evidence: { steps, values: { mean, largestDifference: off, trend, trendNoise: noise, band } },
  };
}

/** The validation reward stays where it was. */
export const rewardFlat: Diagnostic = { code: "reward-flat", needs: "evaluations", find, lacks };
