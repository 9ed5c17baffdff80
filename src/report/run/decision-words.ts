import type { RunResult } from "#run/outcome/run-result.js";
import type { PairedDifference } from "#run/outcome/paired-difference.js";
import { count, decimals } from "#words/quantities.js";

/** A reward with three decimal places, as verdicts show it. */
export function reward(value: number): string {
  return decimals(value, 3);
}

/**
 * The step to take in the numbers that decide: `step 20: 0.756; best 0.774 at step 24; difference 0.018, noise 0.108`.
 * Why there is none, if the noise is unknown; undefined before the first evaluation.
 */
export function verdictWords({ best, recommended, evaluations }: RunResult): string | undefined {
  if (!best) return undefined;
  if (!recommended) {
    const { samples } = evaluations.find(({ step }) => step === best.step) ?? {};
    const why =
      samples === undefined
        ? "the number of graded validation samples is unknown, and with it the noise"
        : "the best reward is outside the range that the grader is taken to have, so the noise is unknown";
    return `none: ${why}; best ${reward(best.full_valid_mean_reward)} at step ${best.step}`;
  }
  const { step, difference, band } = recommended;
  const start = `step ${step}: ${reward(recommended.reward)}`;
  return step === best.step
    ? `${start}, the best; no earlier step is within the noise of ${reward(band)}`
    : `${start}; best ${reward(recommended.bestReward)} at step ${best.step}; difference ${reward(difference)}, noise ${reward(band)}`;
}

/** What a difference of this many standard errors says. */
function pairedVerdict({ difference, noise }: PairedDifference): string {
  if (Math.abs(difference) <= 2 * noise) return "chance alone can make it";
  return difference > 0
    ? "more than chance makes: take the best"
    : "more than chance makes: the recommended is better";
}

/** How the best step compares with the recommended one over the same rows; undefined if that is not known. */
export function pairedWords({ best, recommended }: RunResult): string | undefined {
  const { paired, step } = recommended ?? {};
  if (!paired || !best) return undefined;
  const { rows, difference, noise, better, worse, equal } = paired;
  const sign = difference < 0 ? "less" : "more";
  return `step ${best.step} earns ${reward(Math.abs(difference))} ${sign} than step ${step} over the same ${count(rows, "row")}, noise ${reward(noise)} (${better} better, ${worse} worse, ${equal} equal): ${pairedVerdict(paired)}`;
}
