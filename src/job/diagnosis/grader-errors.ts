import type { Found, Patient, Rule } from "./diagnosis.js";
import { recentShare, shareConfidence } from "./recent-share.js";
import { percent, stepsInWords } from "./weigh.js";

/** One answer in fifty; our own choice: a sound grader has none. */
const limit = 0.02;

/** Errors of the grader itself; those of parsing the answer have a code of their own. */
function isGraderError(name: string): boolean {
  return /^errors\/.*_error_mean$/.test(name) && !name.endsWith("_sample_parse_error_mean");
}

function find({ steps }: Patient): Found | undefined {
  const found = recentShare(steps, isGraderError);
  if (!found || found.share < limit) return undefined;
  return {
    severity: "warning",
    confidence: shareConfidence(found.share),
    message: `the grader failed on ${percent(found.share)} of the answers (${found.name}, ${stepsInWords(found.steps)})`,
    help: "Where a grader fails the answer is paid 0, right or wrong. Pause it and try the grader on saved answers: rft grade, rft check-grader.",
    evidence: { steps: found.steps, values: { [found.name]: found.share, limit } },
  };
}

/** The grader fails on answers it should score. */
export const graderErrors: Rule = { code: "grader-errors", needs: "steps", find };
