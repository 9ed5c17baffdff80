import { RftError } from "#errors.js";
import type { Checkpoint, Job, JobEvent, PageQuery } from "#service/api.js";
import { type WatchOptions, watchJob } from "#job/watch/watch.js";
import type { JobUpdate } from "#job/watch/job-update.js";
import { fakeApi } from "./fake-api.js";

/** What the service says at one look: the job (or a fault), and its log, oldest first. */
export interface Look {
  job: Partial<Job> | RftError;
  log?: JobEvent[];
  /** A fault of the log alone. */
  logFault?: RftError;
  checkpoints?: Checkpoint[];
}

/** Where the scripted clock starts. */
export const start = Date.parse("2026-01-05T09:00:00Z");

/** The n-th event, logged n seconds after the scripted start unless said otherwise. */
export function event(n: number, message = `event ${n}`, more: Partial<JobEvent> = {}): JobEvent {
  return { id: `ftevent-${n}`, created_at: start / 1000 + n, level: "info", message, ...more };
}

/** One page of a list, newest first. */
export function pageOf<T extends { id: string }>(
  oldestFirst: readonly T[],
  { after, limit = 20 }: PageQuery,
) {
  const newestFirst = oldestFirst.toReversed();
  const from = after === undefined ? 0 : newestFirst.findIndex(({ id }) => id === after) + 1;
  return { data: newestFirst.slice(from, from + limit), hasMore: from + limit < newestFirst.length };
}

/** Follows a scripted job; sleeping takes no time, moves the clock and is written down; each sleep brings the next look. */
export async function follow(
  looks: Look[],
  given: WatchOptions & {
    /** Milliseconds that this machine's clock jumps after so many sleeps; the service's clock never does. */
    jump?: (sleeps: number) => number;
    /** Called when the job is paused; without it, nothing may pause it. */
    pause?: () => void;
    /** False for a service whose answers do not tell the time. */
    tellsTime?: boolean;
  } = {},
) {
  const updates: JobUpdate[] = [];
  const slept: number[] = [];
  const requests: string[] = [];
  let clock = start;
  let serviceClock = start;
  const look = () => looks[Math.min(slept.length, looks.length - 1)];
  const logSoFar = () => looks.slice(0, slept.length + 1).findLast(({ log }) => log)?.log ?? [];
  const api = fakeApi({
    ...(given.tellsTime !== false && { serviceTime: () => new Date(serviceClock) }),
    getJob: async (id) => {
      requests.push("job");
      const job = look()?.job;
      if (job instanceof RftError) throw job;
      return { id, status: "running", ...job };
    },
    listEvents: async (_id, query = {}) => {
      requests.push("events");
      const fault = look()?.logFault;
      if (fault) throw fault;
      return pageOf(logSoFar(), query);
    },
    ...(given.pause && {
      pauseJob: async (id: string) => {
        given.pause?.();
        return { id, status: "pausing" };
      },
    }),
    listCheckpoints: async () => {
      requests.push("checkpoints");
      return { data: look()?.checkpoints ?? [], hasMore: false };
    },
  });
  const options: WatchOptions = {
    interval: 10,
    now: () => new Date(clock),
    sleep: async (milliseconds: number) => {
      if (slept.length > 2000) throw new Error("the watch does not end");
      slept.push(milliseconds);
      serviceClock += milliseconds;
      clock += milliseconds + (given.jump?.(slept.length) ?? 0);
    },
    random: () => 1,
    ...given,
  };
  let error: unknown;
  try {
    for await (const update of watchJob(api, "ftjob-1", options)) updates.push(update);
  } catch (thrown) {
    error = thrown;
  }
  const short = updates.map((update) =>
    update.type === "event" ? update.event.message : update.type === "status" ? update.status : update.type,
  );
  return { updates, short, slept, requests, error };
}
