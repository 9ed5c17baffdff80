import { parseGrader } from "../grader/parse-grader.js";
import { scoreRange } from "../grader/score-range.js";
import { newestRules } from "../rules/select-rules.js";
import type { Job } from "./api.js";
import type { RewardRange } from "./noise-band.js";
import { settingsOf } from "./read-job-run.js";

/**
 * The lowest and highest score of the job's grader, as the service echoes it; undefined where the grader is not
 * echoed, cannot be read, or nothing bounds its score (python, a formula that may divide by 0).
 */
export function rangeOfJob(job: Job): RewardRange | undefined {
  const { grader: config } = settingsOf(job);
  const { grader } = config === undefined ? {} : parseGrader(config, newestRules);
  if (!grader) return undefined;
  const { min, max, known } = scoreRange(grader);
  return known ? { min, max } : undefined;
}
