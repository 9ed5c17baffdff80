import type { Finding } from "#finding.js";
import type { SampleResult } from "./sample-result.js";
import { decimals, percent } from "#words/quantities.js";

/** The group size we judge by, and the share of mixed groups below which we warn (both our choice). */
const judgedGroup = 16;
const leastMixed = 0.25;

/** The findings about real answers' scores. `isConstant`: all scores are the same though the answers differ. */
export function sampleFindings(report: SampleResult, isConstant: boolean): Finding[] {
  return isConstant ? [constant(report)] : noSignal(report);
}

function constant({ n, mean, prompts }: SampleResult): Finding {
  return {
    code: "scores-constant",
    severity: "warning",
    message: `all ${n} samples of ${prompts} prompts earn ${decimals(mean, 6)}`,
    help: "Look at a few answers beside their references: the grader expects another form, or its templates do not read the answer.",
  };
}

function noSignal({ forecast, mixed, allEqual, allZero, allOne, n, prompts }: SampleResult): Finding[] {
  const judged = forecast.find(({ group }) => group === judgedGroup);
  const share = judged?.mixed ?? mixed;
  // Too few samples per prompt to tell how prompts differ.
  if (share >= leastMixed || n < 2 * prompts) return [];
  return [
    {
      code: "no-learning-signal",
      severity: "warning",
      message: `only ${percent(share)} of the prompts would give answers of different scores${judged ? ` in groups of ${judgedGroup}` : ""}; of those sampled ${percent(allEqual)} always earn the same: ${percent(allZero)} the least, ${percent(allOne)} the most`,
      help: "Give partial credit, and replace rows that are always or never solved: equal scores are paid for and teach nothing.",
    },
  ];
}
