import { parseGrader } from "#grader/parse/parse-grader.js";
import { scoreRange } from "#grader/parse/score-range.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Job } from "#service/api.js";
import { settingsOf } from "./job-settings.js";
import type { RewardRange } from "#run/steps/noise-band.js";

/**
 * The lowest and highest score of the job's grader, as the service echoes it; undefined if the grader is not echoed,
 * cannot be read, or has no bounded score (python, a formula that may divide by 0).
 */
export function rangeOfJob(job: Job, rules: RuleSet): RewardRange | undefined {
  const { grader } = settingsOf(job);
  const { config } = grader === undefined ? {} : parseGrader(grader, rules);
  if (!config) return undefined;
  const { min, max, known } = scoreRange(config);
  return known ? { min, max } : undefined;
}
