import { isDeveloperTier } from "#rules/training-type.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Job } from "#service/api.js";
import type { PausedBy } from "./job-update.js";
import type { RunGuard } from "./judge-run.js";
import type { SpendSoFar } from "./spend-so-far.js";

/** What tells who paused a job, besides what a watch knows of it. */
export interface PauseFacts {
  /** The ledger says that we asked for it. */
  isOurs: boolean;
  ruleSet: RuleSet;
}

/** Between these shares of the limit we assume the service paused the job itself: our sum is an estimate. */
const atLimit = { from: 0.9, to: 1.1 };

/**
 * Who paused the job, as far as we can tell. Of a developer tier job we take it to be the service: "jobs in this tier
 * might be automatically preempted and resumed later" (Microsoft Learn, fine-tuning overview, 2026-10-06); what such a
 * job's status reads was never recorded.
 */
export function pausedBy(
  job: Job,
  { guard, spent }: { guard: RunGuard; spent: SpendSoFar },
  { isOurs, ruleSet }: PauseFacts,
): PausedBy {
  if (isOurs || guard.pause?.isAsked === true) return "us";
  const share = (spent.dollars ?? 0) / ruleSet.spendingPause.value;
  if (share >= atLimit.from && share <= atLimit.to) return "limit";
  return isDeveloperTier(job["trainingType"]) ? "service" : "unknown";
}
