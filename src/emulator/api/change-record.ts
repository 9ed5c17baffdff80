import { isTerminal } from "#service/status.js";
import { findModel } from "#rules/find-model.js";
import { Refused } from "#emulator/state/refusals.js";
import { phaseSeconds } from "#emulator/simulate/schedule.js";
import type { JobRecord } from "#emulator/state/state.js";
import type { Present } from "#emulator/simulate/emulated-service.js";

/**
 * Pauses a job on request: the step in progress is discarded and trained anew after the resume.
 * @throws Refused where the job is not running, has no trained step, or its model cannot be paused.
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
 * Resumes a job on request.
 * @throws Refused where the job is not paused.
 */
export function resumeRecord(job: JobRecord, { now }: Present): JobRecord {
  if (job.status !== "paused") throw new Refused("resumeNotPaused", { status: job.status });
  return { ...job, status: "resuming", nextAt: now + phaseSeconds.resuming };
}

/**
 * Cancels a job on request, at once and from any state that is not final.
 * @throws Refused where the job has ended.
 */
export function cancelRecord(job: JobRecord, { now }: Present): JobRecord {
  if (isTerminal(job.status)) throw new Refused("cancelFinished", { status: job.status });
  return { ...job, status: "cancelled", phase: "over", nextAt: null, finishedAt: now };
}
