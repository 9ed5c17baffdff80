import { isTerminal } from "#service/status.js";
import { findModel } from "#rules/find-model.js";
import { Refused } from "#emulator/state/refusals.js";
import { phaseSeconds } from "#emulator/simulate/schedule.js";
import type { JobRecord } from "#emulator/state/state.js";
import type { Present } from "#emulator/simulate/emulated-service.js";

/**
 * A request to pause a job: the step in hand is given up and trained anew after the resume.
 * @throws Refused where the job does not run, has no trained step, or its model cannot be paused.
 */
export function pauseRecord(job: JobRecord, { now, rules }: Present): JobRecord {
  if (job.status !== "running") throw new Refused("pauseNotRunning", { status: job.status });
  if (findModel(rules, job.model)?.canPause === false) {
    throw new Refused("pauseUnsupported", { model: job.model });
  }
  if (job.steps.length === 0) throw new Refused("pauseBeforeFirstStep");
  return { ...job, status: "pausing", nextAt: now + phaseSeconds.pausing };
}

/**
 * A request to resume a job.
 * @throws Refused where the job is not paused.
 */
export function resumeRecord(job: JobRecord, { now }: Present): JobRecord {
  if (job.status !== "paused") throw new Refused("resumeNotPaused", { status: job.status });
  return { ...job, status: "resuming", nextAt: now + phaseSeconds.resuming };
}

/**
 * A request to cancel a job; it is cancelled at once, from any state but a last one.
 * @throws Refused where the job has ended.
 */
export function cancelRecord(job: JobRecord, { now }: Present): JobRecord {
  if (isTerminal(job.status)) throw new Refused("cancelFinished", { status: job.status });
  return { ...job, status: "cancelled", phase: "over", nextAt: null, finishedAt: now };
}
