import { deriveHex } from "#emulator/state/derive-id.js";
import type { EventRecord, JobRecord } from "#emulator/state/state.js";
import { phaseSeconds, totalSeconds } from "./schedule.js";

/** The job with lines added to its log. */
export function withEvents(job: JobRecord, ...events: readonly EventRecord[]): JobRecord {
  return { ...job, events: [...job.events, ...events] };
}

/** A line of a job's log. */
export function info(at: number, message: string): EventRecord {
  return { at, level: "info", message };
}

/** The job leaves the queue: like the service's jobs, it is `running` before it trains. */
export function startRunning(job: JobRecord, at: number): JobRecord {
  return withEvents(
    {
      ...job,
      status: "running",
      phase: "preprocessing",
      nextAt: at + phaseSeconds.preprocessing,
      evalId: `eval_${deriveHex("eval", job.id)}`,
    },
    info(at, "Job started."),
  );
}

/** The job is now paused, and its last finished step becomes a checkpoint. */
export function enterPaused(job: JobRecord, at: number): JobRecord {
  return withEvents(
    { ...job, status: "paused", nextAt: null, pausedAfter: [...job.pausedAfter, job.steps.length] },
    info(at, `Job paused after step ${job.steps.length}.`),
  );
}

/** The service itself pauses the job, once; the wording is assumed. */
export function pauseAtLimit(job: JobRecord, at: number): JobRecord {
  return withEvents(
    { ...job, status: "pausing", nextAt: at + phaseSeconds.pausing },
    { at, level: "warning", message: "The job reached its spending limit and is being paused (simulated)." },
  );
}

/**
 * The service takes the job's place away for some seconds. That its status then reads `paused` is what Microsoft's page
 * on costs says ("paused Developer jobs resume automatically", 2026-10-05); the log's words are assumed.
 */
export function preempt(job: JobRecord, at: number, seconds: number): JobRecord {
  return withEvents(
    {
      ...job,
      status: "paused",
      nextAt: at + seconds,
      pausedAfter: [...job.pausedAfter, job.steps.length],
    },
    { at, level: "warning", message: "The job was preempted and will be resumed automatically (simulated)." },
  );
}

/** The job trains again; the interrupted step starts over. */
export function resumeTraining(job: JobRecord, at: number, stepSeconds: number): JobRecord {
  return withEvents({ ...job, status: "running", nextAt: at + stepSeconds }, info(at, "Job resumed."));
}

export function fail(
  job: JobRecord,
  at: number,
  { code, message }: { code: string; message: string },
): JobRecord {
  const error = { code, message };
  return withEvents(
    { ...job, status: "failed", phase: "over", nextAt: null, finishedAt: at, error },
    { at, level: "error", message: `Job failed: ${error.message}` },
  );
}

/** The job's last step is done. Its bookkeeping is logged a little later, as in the service (recorded, 2024-06). */
export function succeed(job: JobRecord, at: number): JobRecord {
  return withEvents(
    {
      ...job,
      status: "succeeded",
      phase: "postprocessing",
      nextAt: at + phaseSeconds.postprocessing,
      finishedAt: at,
    },
    info(at, "Job succeeded."),
  );
}

/** What the service logs after a job has succeeded. */
export function finishBookkeeping(job: JobRecord, at: number): JobRecord {
  const seconds = job.steps.reduce((sum, { durations }) => sum + totalSeconds(durations), 0);
  return withEvents(
    { ...job, phase: "over", nextAt: null },
    info(at, "Postprocessing started."),
    info(at, `Completed results file: ${job.resultFile ?? ""}`),
    info(at, `Training hours billed: ${(seconds / 3600).toFixed(3)}`),
    info(at, "Model Evaluation Passed."),
  );
}
