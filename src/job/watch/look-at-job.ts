import { RftError } from "#errors.js";
import type { Checkpoint, FineTuningApi, Job, JobEvent } from "#service/api.js";
import { newEvents } from "#service/list-events.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import { isSettled } from "#service/status.js";

/** What the service says of a job at one moment. */
export interface Look {
  job: Job;
  /** Events not seen before, oldest first. */
  events: JobEvent[];
  /** Checkpoints kept now, newest first; empty where nothing has happened that would make one. */
  checkpoints: Checkpoint[];
}

/** What is known from the looks before. */
export interface KnownSoFar {
  status: string | undefined;
  events: ReadonlySet<string>;
}

/** A job's checkpoints; none where the service has no list of them yet. */
async function checkpointsOf(api: FineTuningApi, jobId: string): Promise<Checkpoint[]> {
  try {
    return (await api.listCheckpoints(jobId, { limit: 100 })).data;
  } catch (error) {
    if (error instanceof RftError && (error.code === "not-found" || error.code === "refused")) return [];
    throw error;
  }
}

/**
 * Looks at a job once: its status first, so that what it logged on the way to that status is in the events read
 * after; its checkpoints where a step was evaluated or the job has settled.
 * @throws RftError where the service cannot be asked; nothing is lost then, the next look has it all
 */
export async function lookAtJob(api: FineTuningApi, jobId: string, known: KnownSoFar): Promise<Look> {
  const job = await api.getJob(jobId);
  const events = await newEvents(api, jobId, known.events);
  const isEvaluated = events.some((event) => stepOfEvent(event)?.["full_valid_mean_reward"] !== undefined);
  const hasSettled = isSettled(job.status) && job.status !== known.status;
  const checkpoints = isEvaluated || hasSettled ? await checkpointsOf(api, jobId) : [];
  return { job, events, checkpoints };
}
