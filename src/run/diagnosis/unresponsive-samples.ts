import { unresponsiveRewards } from "#run/steps/metric-names.js";
import type { Diagnostic, Found, MeasuredRun } from "./diagnosis.js";
import { recentShare, shareConfidence, uncounted } from "./recent-share.js";
import { stepsInWords } from "./significance.js";
import { percentInTwoDigits } from "#words/quantities.js";

/** One answer in twenty; our own choice. */
const limit = 0.05;

function find({ steps }: MeasuredRun): Found | undefined {
  const found = recentShare(steps, (name) => name === unresponsiveRewards);
  if (!found || found.share < limit) return undefined;
  return {
    severity: "warning",
    confidence: shareConfidence(found.share),
    message: `${percentInTwoDigits(found.share)} of the samples got no reward at all (${found.name}, ${stepsInWords(found.steps)})`,
    help: "The grader did not answer in time: see the limits of its endpoint, or of the judge's deployment. Samples without a reward teach nothing and are paid for.",
    evidence: { steps: found.steps, values: { [found.name]: found.share, limit } },
  };
}

/** Samples come back without a reward. */
export const unresponsiveSamples: Diagnostic = {
  code: "unresponsive-samples",
  needs: "steps",
  find,
  lacks: ({ steps }) => uncounted(steps, (name) => name === unresponsiveRewards),
};
