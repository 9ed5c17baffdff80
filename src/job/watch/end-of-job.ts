import type { RuleSet } from "#rules/rule-set.js";
import type { Job } from "#service/api.js";
import type { JobEnd } from "./job-update.js";
import type { RunMemory } from "./run-memory.js";

/** Between these shares of the limit we assume the service paused the job itself: our sum is an estimate. */
const atLimit = { from: 0.9, to: 1.1 };

/** Who paused the job, as far as we can tell. */
function pausedBy({ guard, spent }: RunMemory, isOurs: boolean, ruleSet: RuleSet): NonNullable<JobEnd["by"]> {
  if (isOurs || guard.pause?.isAsked === true) return "us";
  const share = (spent.dollars ?? 0) / ruleSet.spendingPause.value;
  return share >= atLimit.from && share <= atLimit.to ? "limit" : "unknown";
}

function pauseReason(by: JobEnd["by"], { pause }: RunMemory["guard"], ruleSet: RuleSet): string {
  if (pause?.isAsked === true)
    return `the job stands paused by ${pause.rules.join(", ")} after step ${pause.step}`;
  switch (by) {
    case "us":
      return "the job stands paused, as rft was asked to";
    case "limit":
      return `the job stands paused, by the service as the spend suggests: it pauses at $${ruleSet.spendingPause.value}`;
    case "unknown":
    case undefined:
      return "the job stands paused; by whom is not known";
  }
}

function endReason({ status, error }: Job): string {
  if (status === "cancelled") return "the job was cancelled";
  return error?.message !== undefined && error.message !== "" ? error.message : `the job has ${status}`;
}

/** The last update of a job that has settled. */
export function endOfJob(
  job: Job,
  memory: RunMemory,
  { ruleSet, isOurs }: { ruleSet: RuleSet; isOurs: boolean },
  at: string,
): JobEnd {
  const { status } = job;
  if (status !== "paused") return { type: "end", at, status, reason: endReason(job) };
  const by = pausedBy(memory, isOurs, ruleSet);
  const { pause } = memory.guard;
  const checkpoint = memory.newestCheckpoint;
  return {
    type: "end",
    at,
    status,
    reason: pauseReason(by, memory.guard, ruleSet),
    by,
    ...(pause?.isAsked === true && { rules: pause.rules }),
    ...(checkpoint !== undefined && { checkpoint }),
  };
}
