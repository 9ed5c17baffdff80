import { isParseError } from "#run/steps/metric-names.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { recentShare, shareConfidence, shareOf, uncounted } from "./recent-share.js";
import { stepsInWords } from "./significance.js";
import { percentInTwoDigits } from "#words/quantities.js";

/** One answer in twenty; our own choice. */
const limit = 0.05;

function find({ steps }: MeasuredRun): Found | undefined {
  const found = recentShare(steps, (name) => isParseError(name));
  if (!found || found.share < limit) return undefined;
  return {
    severity: "warning",
    confidence: shareConfidence(found.share),
    message: `${percentInTwoDigits(found.share)} of the ${shareOf(found.name)}answers could not be parsed (${found.name}, ${stepsInWords(found.steps)})`,
    help: "Answers that do not parse are paid 0. Say the form in the prompt, simplify the response format, and see whether answers are cut off by a token limit.",
    evidence: { steps: found.steps, values: { [found.name]: found.share, limit } },
  };
}

/** Many answers cannot be parsed. */
export const parseErrors: Diagnostic = {
  code: "parse-errors",
  needs: "steps",
  find,
  lacks: ({ steps }) => uncounted(steps, (name) => isParseError(name)),
};
