import { meanOf } from "#figures/mean-of.js";
import { type Evaluation, bestEvaluation } from "#run/steps/evaluations.js";
import { type RunSoFar, type StopRule, widthOf } from "./stop-rule.js";
import { percentToTenth, score } from "#words/quantities.js";

/** The share of the range that counts as chance if the band is unknown, because the number of graded samples is. */
const assumedBand = 0.02;

/** How far another evaluation may differ from this one by chance, in reward. */
function chance({ band }: Evaluation, { range }: RunSoFar): number {
  return band ?? assumedBand * widthOf(range);
}

/** The run has learned nothing since its first evaluation. */
const rewardFlat: StopRule = {
  name: "reward-flat",
  byRange: true,
  kind: "count",
  example: 10,
  judge(run, limit) {
    const [first] = run.evaluations;
    if (!first || run.evaluations.length < limit) return undefined;
    const newer = run.evaluations.slice(-Math.ceil(limit / 2));
    const mean = meanOf(newer.map(({ reward }) => reward)) ?? first.reward;
    if (mean - first.reward > chance(first, run)) return undefined;
    return (
      `after ${run.evaluations.length} evaluations the last ${newer.length} average ${score(mean)}, not above ` +
      `the first, ${score(first.reward)}, by more than chance makes (${score(chance(first, run))})`
    );
  },
};

/** The run had learned, but has stopped improving for this many evaluations. */
const plateau: StopRule = {
  name: "plateau",
  byRange: true,
  kind: "count",
  example: 5,
  judge(run, limit) {
    let reference: Evaluation | undefined;
    let hasRisen = false;
    let waited = 0;
    for (const one of run.evaluations) {
      if (reference && one.reward <= reference.reward + chance(reference, run)) {
        waited++;
        continue;
      }
      hasRisen = reference !== undefined;
      reference = one;
      waited = 0;
    }
    if (!reference || !hasRisen || waited < limit) return undefined;
    return (
      `${waited} evaluations in a row are not above ${score(reference.reward)} (step ${reference.step}) ` +
      `by more than chance makes (${score(chance(reference, run))})`
    );
  },
};

/** Training earns more than validation, twice in a row. */
const trainValidGap: StopRule = {
  name: "train-valid-gap",
  byRange: true,
  kind: "share",
  example: 0.1,
  judge({ evaluations, range }, limit) {
    const lastTwo = evaluations.slice(-2);
    const gaps = lastTwo.flatMap((one) => (one.gap === undefined ? [] : [one.gap]));
    if (gaps.length < 2 || gaps.some((one) => one < limit * widthOf(range))) return undefined;
    const steps = lastTwo.map(({ step }) => step).join(" and ");
    return `training earns ${gaps.map(score).join(" and ")} more than validation at steps ${steps}`;
  },
};

/** Validation has fallen from its best. */
const rewardCollapse: StopRule = {
  name: "reward-collapse",
  byRange: true,
  kind: "share",
  example: 0.5,
  judge(run, limit) {
    const best = bestEvaluation(run.evaluations);
    const last = run.evaluations.at(-1);
    if (!best || !last) return undefined;
    const fall = best.reward - last.reward;
    if (fall < limit * widthOf(run.range) || fall <= chance(best, run)) return undefined;
    return `the validation reward fell from ${score(best.reward)} (step ${best.step}) to ${score(last.reward)}`;
  },
};

/** Nothing is left to learn, twice in a row. */
const rewardSaturated: StopRule = {
  name: "reward-saturated",
  byRange: true,
  kind: "share",
  example: 0.98,
  judge({ evaluations, range }, limit) {
    const lastTwo = evaluations.slice(-2);
    const mark = range.min + limit * widthOf(range);
    if (lastTwo.length < 2 || lastTwo.some(({ reward }) => reward < mark)) return undefined;
    const rewards = lastTwo.map(({ reward }) => score(reward)).join(" and ");
    return `the validation reward was ${rewards} in a row, ${percentToTenth(limit)} or more of the range`;
  },
};

/** The rules on rewards, in the order they are judged. */
export const rewardRules: readonly StopRule[] = [
  rewardCollapse,
  trainValidGap,
  rewardFlat,
  plateau,
  rewardSaturated,
];
