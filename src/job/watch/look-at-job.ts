import { RftError } from "#errors.js";
import type { Checkpoint, FineTuningApi, Job, JobEvent } from "#service/api.js";
import { newEvents } from "#service/list-events.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import { isSettled } from "#service/status.js";

/** What the service says about a job at one moment. */
export interface Look {
  job: Job;
  /** Events not seen before, oldest first. */
  events: JobEvent[];
  /** Checkpoints the service holds now, newest first; empty if nothing happened that would create one. */
  checkpoints: Checkpoint[];
}

/** What earlier looks found. */
export interface KnownSoFar {
  status: string | undefined;
  events: ReadonlySet<string>;
}

/** A job's checkpoints; empty if the service has no list of them yet. */
async function checkpointsOf(api: FineTuningApi, jobId: string): Promise<Checkpoint[]> {
  try {
    return (await api.listCheckpoints(jobId, { limit: 100 })).data;
  } catch (error) {
    if (error instanceof RftError && (error.code === "not-found" || error.code === "refused")) return [];
    throw error;
  }
}

/**
 * Looks at a job once. It reads the status first, so that the events read next include everything logged on the way to
 * that status; it reads checkpoints only if a step was evaluated or the job has settled.
 * @throws RftError if the service cannot be asked; nothing is lost, since the next look reads it all
 */
export async function lookAtJob(api: FineTuningApi, jobId: string, known: KnownSoFar): Promise<Look> {
  const job = await api.getJob(jobId);
  const events = await newEvents(api, jobId, known.events);
  const isEvaluated = events.some((event) => stepOfEvent(event)?.["full_valid_mean_reward"] !== undefined);
  const hasSettled = isSettled(job.status) && job.status !== known.status;
  const checkpoints = isEvaluated || hasSettled ? await checkpointsOf(api, jobId) : [];
  return { job, events, checkpoints };
}
