import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { unknownNoise } from "./not-judged.js";
import { confidenceOf } from "./significance.js";
import { decimals } from "#words/quantities.js";

/** The gap, as a share of the range, above which azure-skills (reward-hacking.md, 2026) says to stop. */
const limit = 0.1;

function find({ intervals, range }: MeasuredRun): Found | undefined {
  const [before, last] = intervals.slice(-2);
  if (before?.gap === undefined || last?.gap === undefined || last.band === undefined) return undefined;
  const width = range.max - range.min;
  const gap = (before.gap + last.gap) / 2;
  // One evaluation below its neighbours is not yet a gap: the previous one must show it too.
  if (last.gap <= limit * width || before.gap <= limit * width || gap <= last.band) return undefined;
  return {
    severity: "warning",
    confidence: confidenceOf(gap / last.band),
    message: `training earns ${decimals(last.gap, 3)} more than validation at step ${last.step}, and ${decimals(before.gap, 3)} more at step ${before.step}`,
    help: "What is learned does not carry over to other rows: memorised answers, or a grader that pays for something else. Read answers to validation rows in rft evals before you deploy; take an earlier checkpoint.",
    evidence: {
      steps: [before.step, last.step],
      values: { gap: last.gap, gapBefore: before.gap, limit: limit * width, band: last.band },
    },
  };
}

function lacks({ intervals, range }: MeasuredRun): string | undefined {
  const late = intervals.slice(-2);
  return late.some(({ gap }) => gap === undefined)
    ? "no training reward is known since the evaluation before the last"
    : unknownNoise(late.slice(-1), range);
}

/** Training earns more than validation, by more than chance and more than a tenth of the range. */
export const trainValidGap: Diagnostic = { code: "train-valid-gap", needs: "evaluations", find, lacks };
