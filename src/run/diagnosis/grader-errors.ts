import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { isErrorShare, isGraderError, isParseError } from "#run/steps/metric-names.js";
import { type RecentShare, recentShare, shareConfidence, shareOf, uncounted } from "./recent-share.js";
import { stepsInWords } from "./significance.js";
import { percentInTwoDigits } from "#words/quantities.js";

/** One answer in fifty; our own choice: a sound grader has no errors. */
const limit = 0.02;

/**
 * The share of answers that a grader failed on: the largest over graders and kinds of error, in the last steps.
 * A template that reads the parsed answer finds nothing if parsing failed: that counts as a parse error.
 */
export function worstGraderError(steps: MeasuredRun["steps"]): RecentShare | undefined {
  const other = recentShare(steps, (name) => isErrorShare(name, "other"));
  const invalid = recentShare(steps, (name) => isErrorShare(name, "invalid_variable"));
  const unparsed = recentShare(steps, (name) => isParseError(name))?.share ?? 0;
  if (!invalid || invalid.share - unparsed < limit) return other;
  return other && other.share > invalid.share ? other : invalid;
}

function find({ steps }: MeasuredRun): Found | undefined {
  const found = worstGraderError(steps);
  if (!found || found.share < limit) return undefined;
  return {
    severity: "warning",
    confidence: shareConfidence(found.share),
    message: `the grader failed on ${percentInTwoDigits(found.share)} of the ${shareOf(found.name)}answers (${found.name}, ${stepsInWords(found.steps)})`,
    help: "Where a grader fails the answer is paid 0, right or wrong. Pause it and try the grader on saved answers: rft grade, rft check-grader.",
    evidence: { steps: found.steps, values: { [found.name]: found.share, limit } },
  };
}

/** The grader fails on answers it should score. */
export const graderErrors: Diagnostic = {
  code: "grader-errors",
  needs: "steps",
  find,
  lacks: ({ steps }) => uncounted(steps, (name) => isGraderError(name)),
};
