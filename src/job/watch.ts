import { setTimeout as delay } from "node:timers/promises";
import { RftError } from "../errors.js";
import type { FineTuningApi, Job } from "./api.js";
import { isSettled, isTerminal } from "./status.js";
import type { JobEnd, JobUpdate } from "./watch/job-update.js";
import { type Look, lookAtJob } from "./watch/look.js";
import { createPatience } from "./watch/patience.js";
import { type RunMemory, createRunMemory, knownSoFar, takeLook } from "./watch/run-memory.js";
import { allowForJump } from "./watch/silence.js";

/** What following a job needs from outside. */
export interface WatchOptions {
  /** Seconds between two looks at the job; 10 by default. */
  interval?: number;
  /** Only what happened at or after this time is told; what went before is known all the same. */
  since?: Date;
  /** The job is known to exist, because it was just created: its first look may fail for a while too. */
  isKnown?: boolean;
  now?: () => Date;
  /** Resolves after so many milliseconds; rejects when the watching is interrupted. */
  sleep?: (milliseconds: number) => Promise<void>;
  /** 0 to 1; spreads the tries of many watchers after a fault. */
  random?: () => number;
}

const defaults = {
  interval: 10,
  since: new Date(0),
  isKnown: false,
  now: () => new Date(),
  sleep: (milliseconds: number) => delay(milliseconds),
  random: Math.random,
} satisfies WatchOptions;

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

function retrying({ message }: RftError, seconds: number, now: Date): JobUpdate {
  return { type: "retrying", at: now.toISOString(), reason: message, seconds };
}

/** Looks after the last status before the log is taken for complete: without news, and at all. */
const quietLooks = { usual: 2, afterBill: 1, most: 12 };
/** A job that finished so many seconds ago has had its bookkeeping. */
const bookkeepingSeconds = 600;

const isBill = (update: JobUpdate) =>
  update.type === "event" && /^training (?:hours|tokens) billed/i.test(update.event.message);

function hasLongFinished({ finished_at: finished }: Job, now: Date): boolean {
  return finished !== undefined && now.getTime() / 1000 - finished > bookkeepingSeconds;
}

interface Following {
  readonly api: FineTuningApi;
  readonly jobId: string;
  readonly options: Required<WatchOptions>;
  readonly memory: RunMemory;
}

/** Sleeps, and lets a jump of the clock meanwhile count as no silence of the job. */
async function rest({ options, memory }: Following, seconds: number): Promise<void> {
  const before = options.now().getTime();
  await options.sleep(seconds * 1000);
  allowForJump(memory.silence, [before, options.now().getTime()], seconds * 1000);
}

/** What bears the service's time: only of that can be said that it is old. */
const logged = new Set<JobUpdate["type"]>(["event", "metrics", "checkpoint"]);

/** The news of a look, without what is older than asked for. */
function* news({ memory, options }: Following, look: Look): Generator<JobUpdate> {
  const since = options.since.toISOString();
  for (const update of takeLook(memory, look, options.now())) {
    if (update.at >= since || !logged.has(update.type)) yield update;
  }
}

/** The bookkeeping that the service logs after a job's last status ("Training hours billed", ...). */
async function* lastEvents(following: Following, job: Job): AsyncGenerator<JobUpdate> {
  const { api, jobId, options, memory } = following;
  if (!isTerminal(job.status) || hasLongFinished(job, options.now())) return;
  const patience = createPatience(options);
  let quiet = 0;
  let wanted = quietLooks.usual;
  for (let looks = 0; quiet < wanted && looks < quietLooks.most; looks++) {
    await rest(following, options.interval);
    quiet++;
    try {
      const updates = [...news(following, await lookAtJob(api, jobId, knownSoFar(memory)))];
      if (updates.length > 0) quiet = 0;
      if (updates.some(isBill)) wanted = quietLooks.afterBill;
      yield* updates;
    } catch (error) {
      // The job is over: what cannot be read of its last lines must not hide how it ended.
      if (!(error instanceof RftError) || patience.waitAfter(error) === undefined) throw error;
      yield retrying(error, options.interval, options.now());
    }
  }
}

/**
 * Follows a job until it is finished or stands paused: each change of status and each event once, events oldest
 * first. Faults are reported as `retrying` and waited out, once the job has been seen: a network that is away for as
 * long as it takes, a sign-in for an hour, a job that is not found for two minutes.
 * @throws RftError where the job cannot be looked at to begin with, or a fault does not pass.
 */
export async function* watchJob(
  api: FineTuningApi,
  jobId: string,
  given: WatchOptions = {},
): AsyncGenerator<JobUpdate, void> {
  const options = { ...defaults, ...given };
  const following = { api, jobId, options, memory: createRunMemory() };
  const patience = createPatience(options);
  for (let isKnown = options.isKnown; ; isKnown = true) {
    let look: Look;
    try {
      look = await lookAtJob(api, jobId, knownSoFar(following.memory));
    } catch (error) {
      const seconds = isKnown ? patience.waitAfter(error) : undefined;
      if (seconds === undefined || !(error instanceof RftError)) throw error;
      yield retrying(error, seconds, options.now());
      await rest(following, seconds);
      continue;
    }
    patience.reset();
    yield* news(following, look);
    if (isSettled(look.job.status)) {
      yield* lastEvents(following, look.job);
      yield endOf(look.job, options.now().toISOString());
      return;
    }
    await rest(following, options.interval);
  }
}
