import { setTimeout as delay } from "node:timers/promises";
import { RftError } from "../errors.js";
import type { FineTuningApi, Job, JobEvent } from "./api.js";
import { newEvents } from "./list-events.js";
import { stepOfEvent } from "./metrics.js";
import type { StepMetrics } from "./results.js";
import { isSettled, isTerminal } from "./status.js";

/** One piece of news about a job; `at` is ISO 8601, by the service's clock for events, by ours otherwise. */
export type JobUpdate =
  | { type: "status"; at: string; status: string; job: Job }
  | { type: "event"; at: string; event: JobEvent }
  | ({ type: "metrics"; at: string } & StepMetrics)
  | { type: "retrying"; at: string; reason: string; seconds: number }
  | JobEnd;

/** The last update: the job is finished or stands paused. */
export interface JobEnd {
  type: "end";
  at: string;
  status: string;
  reason: string;
  /** Who paused it, where it stands paused. This version keeps no ledger, so it cannot tell. */
  by?: "unknown";
}

/** What following a job needs from outside. */
export interface WatchOptions {
  /** Seconds between two looks at the job; 10 by default. */
  interval?: number;
  now?: () => Date;
  /** Resolves after so many milliseconds; rejects when the watching is interrupted. */
  sleep?: (milliseconds: number) => Promise<void>;
}

const defaults = {
  interval: 10,
  now: () => new Date(),
  sleep: (milliseconds: number) => delay(milliseconds),
} satisfies WatchOptions;

/** Faults that pass: the watch waits them out instead of dying in the night. */
const passing = new Set(["unreachable", "rate-limited", "timeout"]);
const longestWait = 60;

function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}

function* eventUpdates(event: JobEvent): Generator<JobUpdate> {
  const at = isoTime(event.created_at);
  yield { type: "event", at, event };
  const step = stepOfEvent(event);
  if (step) yield { type: "metrics", at, ...step };
}

function endOf(job: Job, at: string): JobEnd {
  if (job.status === "paused") {
    return { type: "end", at, status: job.status, reason: "the job stands paused", by: "unknown" };
  }
  const message = job.error?.message;
  const reason = message !== undefined && message !== "" ? message : `the job has ${job.status}`;
  return {
    type: "end",
    at,
    status: job.status,
    reason: job.status === "cancelled" ? "the job was cancelled" : reason,
  };
}

/** The bookkeeping that the service logs shortly after a job's last status ("Training hours billed", ...). */
async function* lastEvents(
  api: FineTuningApi,
  job: Job,
  seen: ReadonlySet<string>,
  options: Required<WatchOptions>,
): AsyncGenerator<JobUpdate> {
  if (!isTerminal(job.status)) return;
  await options.sleep(options.interval * 1000);
  for (const event of await newEvents(api, job.id, seen)) yield* eventUpdates(event);
}

/**
 * Follows a job until it is finished or stands paused: each change of status and each event once, events oldest
 * first. Passing faults are reported as `retrying` and waited out, once the job has been seen.
 * @throws RftError where the job cannot be looked at to begin with, or a fault does not pass (404, 401).
 */
export async function* watchJob(
  api: FineTuningApi,
  jobId: string,
  given: WatchOptions = {},
): AsyncGenerator<JobUpdate, void> {
  const options = { ...defaults, ...given };
  const seen = new Set<string>();
  let status: string | undefined;
  let failures = 0;
  const at = () => options.now().toISOString();
  for (;;) {
    try {
      const job = await api.getJob(jobId);
      const events = await newEvents(api, jobId, seen);
      const changed: JobUpdate[] =
        job.status === status ? [] : [{ type: "status", at: at(), status: job.status, job }];
      // Where it stands is said first; from then on the log's lines come before the status they led to.
      if (status === undefined) yield* changed;
      for (const event of events) {
        seen.add(event.id);
        yield* eventUpdates(event);
      }
      if (status !== undefined) yield* changed;
      status = job.status;
      failures = 0;
      if (isSettled(job.status)) {
        yield* lastEvents(api, job, seen, options);
        yield endOf(job, at());
        return;
      }
      await options.sleep(options.interval * 1000);
    } catch (error) {
      if (status === undefined || !(error instanceof RftError) || !passing.has(error.code)) throw error;
      const seconds = Math.min(longestWait, Math.max(1, options.interval) * 2 ** failures++);
      yield { type: "retrying", at: at(), reason: error.message, seconds };
      await options.sleep(seconds * 1000);
    }
  }
}
