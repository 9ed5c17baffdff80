import type { RuleSet } from "#rules/rule-set.js";
import type { Job } from "#service/api.js";
import type { JobEnd, PausedBy } from "./job-update.js";
import type { RunMemory } from "./run-memory.js";
import { grouped } from "#words/quantities.js";

function pauseReason(by: PausedBy | undefined, { pause }: RunMemory["guard"], ruleSet: RuleSet): string {
  if (pause?.isAsked === true)
    return `the job stands paused by ${pause.rules.join(", ")} after step ${pause.step}`;
  switch (by) {
    case "us":
      return "the job stands paused, as rft was asked to";
    case "limit":
      return `the job stands paused, by the service as the spend suggests: it pauses at $${grouped(ruleSet.spendingPause.value)} by the page of ${ruleSet.spendingPause.date}`;
    case "service":
      return "the service has preempted the job and will resume it by itself; a paused developer tier job is not billed";
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
  { ruleSet, by }: { ruleSet: RuleSet; by: PausedBy | undefined },
  at: string,
): JobEnd {
  const { status } = job;
  if (status !== "paused") return { type: "end", at, status, reason: endReason(job) };
  const { pause } = memory.guard;
  const checkpoint = memory.newestCheckpoint;
  return {
    type: "end",
    at,
    status,
    reason: pauseReason(by, memory.guard, ruleSet),
    ...(by !== undefined && { by }),
    ...(pause?.isAsked === true && { rules: pause.rules }),
    ...(checkpoint !== undefined && { checkpoint }),
  };
}
