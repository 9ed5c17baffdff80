import { meanOf } from "#figures/mean-of.js";
import { largestOf, numberOf } from "#run/steps/evaluations.js";
import {
  isGraderError,
  isParseError,
  unresponsiveRewards,
  validParseError,
} from "#run/steps/metric-names.js";
import { reasoningTokens } from "#run/steps/reasoning-tokens.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Sickness } from "#run/sickness/sickness.js";
import type { StopRule } from "./stop-rule.js";
import { decimals, percentToTenth } from "#words/quantities.js";

/** How many steps are averaged: a single step is only one batch. */
const window = 3;

/** The figures of the last `window` steps that have one; undefined if there are fewer. */
function lastFigures(
  steps: readonly StepMetrics[],
  figureOf: (step: StepMetrics) => number | undefined,
): number[] | undefined {
  const last: number[] = [];
  for (let index = steps.length - 1; index >= 0 && last.length < window; index--) {
    const step = steps[index];
    const value = step && figureOf(step);
    if (value !== undefined) last.push(value);
  }
  return last.length < window ? undefined : last;
}

/** A rule on a share of the samples of the last steps. */
function shareRule(
  [name, example, what]: [name: Sickness, example: number, what: string],
  figureOf: (step: StepMetrics) => number | undefined,
): StopRule {
  return {
    name,
    kind: "share",
    example,
    judge({ steps }, limit) {
      const share = meanOf(lastFigures(steps, figureOf) ?? []);
      if (share === undefined || share < limit) return undefined;
      return `${percentToTenth(share)} of the samples of the last ${window} steps ${what}`;
    },
  };
}

/** Answers that do not parse in the response format. */
const parseErrors = shareRule(
  ["parse-errors", 0.2, "could not be parsed"],
  (step) => largestOf(step, (name) => isParseError(name, "train")) ?? numberOf(step, validParseError),
);

/** Graders that fail: a variable is missing, the program or the judge does not answer. */
const graderErrors = shareRule(["grader-errors", 0.05, "made a grader fail"], (step) =>
  largestOf(step, (name) => isGraderError(name, "train")),
);

/** Samples without a reward. */
const unresponsiveSamples = shareRule(["unresponsive-samples", 0.2, "got no reward"], (step) =>
  numberOf(step, unresponsiveRewards),
);

/** The model thinks longer and longer: compares the last steps with the first. */
const tokenGrowth: StopRule = {
  name: "token-growth",
  kind: "factor",
  example: 3,
  judge({ steps }, limit) {
    const last = lastFigures(steps, reasoningTokens);
    const first = lastFigures(steps.toReversed(), reasoningTokens);
    if (!last || !first || steps.length < 2 * window) return undefined;
    const [now, then] = [meanOf(last) ?? 0, meanOf(first) ?? 0];
    if (then <= 0 || now < limit * then) return undefined;
    return (
      `an answer takes ${Math.round(now)} reasoning tokens in the last ${window} steps, ` +
      `${decimals(now / then, 4)} times the ${Math.round(then)} of the first ${window}`
    );
  },
};

/** The rules on sample errors, and the one on their cost. */
export const sampleRules = { errors: [parseErrors, graderErrors, unresponsiveSamples], tokenGrowth };
