import type { FineTuningApi, Job } from "#service/api.js";
import { type JobPace, paceOf } from "./job-pace.js";

/** How long one of the user's jobs of the same model took, in seconds; absent where nothing tells. */
export interface PastJob {
  /** In the queue. */
  queueSeconds?: number;
  /** From its start to its end. */
  runSeconds?: number;
  /** From its creation to its end, the queue included. */
  wholeSeconds?: number;
}

/** What it may cost to look: one page of the list, and one page of the log of the newest few. */
const page = 100;
const mostLogs = 4;

/** Statuses of a job that has started. */
const started = new Set(["running", "pausing", "paused", "resuming", "succeeded"]);

/** Jobs of the same model and, where both say it, the same training type: each has a queue of its own. */
function isLike(one: Job, job: Job): boolean {
  const [type, otherType] = [one["trainingType"], job["trainingType"]];
  const isSameType = type === undefined || otherType === undefined || type === otherType;
  return one.id !== job.id && one.model === job.model && isSameType && started.has(one.status);
}

/** A difference that can be one: clocks and servers may say anything. */
function between(from: number | undefined, to: number | undefined): number | undefined {
  return from !== undefined && to !== undefined && to > from ? to - from : undefined;
}

function pastOf({ status, created_at: created, finished_at: finished }: Job, pace: JobPace): PastJob {
  const queueSeconds = between(created, pace.startedAt);
  const isWhole = status === "succeeded" && !pace.isBroken;
  const runSeconds = isWhole ? between(pace.startedAt, finished) : undefined;
  const wholeSeconds = isWhole ? between(created, finished) : undefined;
  return {
    ...(queueSeconds !== undefined && { queueSeconds }),
    ...(runSeconds !== undefined && { runSeconds }),
    ...(wholeSeconds !== undefined && { wholeSeconds }),
  };
}

/** The newest part of a job's log, oldest first: one page. */
export async function newestEvents(api: Pick<FineTuningApi, "listEvents">, jobId: string) {
  const { data } = await api.listEvents(jobId, { limit: page });
  return data.toReversed();
}

/**
 * How long the newest jobs like this one took that have started: one request for the list, and one a job, for at most
 * four.
 * @throws RftError where the service cannot be asked
 */
export async function readPastJobs(
  api: Pick<FineTuningApi, "listJobs" | "listEvents">,
  job: Job,
): Promise<PastJob[]> {
  const { data } = await api.listJobs({ limit: page });
  const like = data.filter((one) => isLike(one, job)).slice(0, mostLogs);
  return Promise.all(like.map(async (one) => pastOf(one, paceOf(await newestEvents(api, one.id)))));
}
