import { bestEvaluation } from "../evaluations.js";
import type { Found, Patient, Rule } from "./diagnosis.js";
import type { Interval } from "./intervals.js";
import { noiseBetween, shown } from "./weigh.js";

/** So many evaluations without a gain make a plateau. */
const idle = 3;

/** The plateau in numbers; undefined where the reward still rises, falls, or never rose. */
function measurePlateau(intervals: readonly Interval[]) {
  const [first] = intervals;
  const late = intervals.slice(-idle);
  const before = bestEvaluation(intervals.slice(0, -idle));
  const now = bestEvaluation(late);
  const noise = before && now && noiseBetween(before, now);
  if (!before || !first || !now || noise === undefined) return undefined;
  const rise = before.reward - first.reward;
  const gain = now.reward - before.reward;
  const spread = now.reward - Math.min(...late.map(({ reward }) => reward));
  const isLevel = rise > 2 * noise && Math.abs(gain) <= noise && spread <= 2 * noise;
  return isLevel ? { before, late, best: now.reward, gain, noise } : undefined;
}

function find({ intervals, range }: Patient): Found | undefined {
  const level = measurePlateau(intervals);
  if (!level) return undefined;
  const { before, late, best, gain, noise } = level;
  return {
    severity: "note",
    // A wide noise hides a slow rise.
    confidence: intervals.length >= 6 && noise <= 0.06 * (range.max - range.min) ? "medium" : "low",
    message: `the last ${idle} evaluations, up to step ${late.at(-1)?.step}, bring no more than ${shown(Math.max(0, gain))} over ${shown(before.reward)} at step ${before.step}, which is within the noise of ${shown(noise)}`,
    help: `Stop here: more steps cost the same and bring little. Take step ${before.step} or the recommended one; for more, harder or more varied rows are needed.`,
    evidence: {
      steps: [before.step, ...late.map(({ step }) => step)],
      values: { before: before.reward, best, gain, band: noise },
    },
  };
}

/** The reward has risen, and rises no more. */
export const plateau: Rule = { code: "plateau", needs: "evaluations", find };
