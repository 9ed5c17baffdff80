import { RftError, StateError } from "#errors.js";
import { poll } from "#retry/poll.js";
import type { FineTuningApi, Job } from "#service/api.js";
import type { StateVerb } from "#service/change-state.js";
import { isTerminal } from "#service/status.js";

/** How long a change is waited for, and what waiting needs from outside. */
export interface AwaitChangeOptions {
  /** Seconds until it is given up. */
  timeout: number;
  now: () => Date;
  /** Resolves after so many milliseconds; rejects when the waiting is interrupted. */
  sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1; spreads the tries after a fault. */
  random?: () => number;
}

/** Seconds between the first two looks; each pause is twice as long as the last, up to the longest. */
const looks = { first: 1, longest: 10 };

/** The statuses in which what was asked is still on its way. */
const underWay: Record<StateVerb, readonly string[]> = {
  // A job may be seen as it was for a moment after the service has taken the request.
  pause: ["running", "pausing"],
  resume: ["paused", "resuming"],
  cancel: ["pending", "queued", "running", "pausing", "paused", "resuming"],
};

const wanted: Record<StateVerb, (status: string) => boolean> = {
  pause: (status) => status === "paused",
  // The service goes from resuming to running, or to its queue; a job that ended meanwhile did go on.
  resume: (status) => !isTerminal(status) || status === "succeeded",
  cancel: (status) => status === "cancelled",
};

/** How a job stands that is as it was asked to be. */
const asked: Record<StateVerb, string> = { pause: "paused", resume: "running", cancel: "cancelled" };

function otherwise({ id, status, error }: Job, verb: StateVerb): StateError {
  const reason = error?.message === undefined ? "" : `: ${error.message}`;
  return new StateError(`${id} is ${status} and not ${asked[verb]}${reason}`, {
    hint: `See what happened: rft events ${id}`,
  });
}

/**
 * Waits until a job stands as it was asked to, looking again at growing intervals; faults that pass are waited out.
 * @throws StateError where it settles otherwise (it finished before it could pause)
 * @throws RftError `timeout` where it has not settled in time; the request stays with the service
 */
export async function awaitChange(
  api: FineTuningApi,
  job: Job,
  verb: StateVerb,
  { timeout, now, sleep, random }: AwaitChangeOptions,
): Promise<Job> {
  const settled = await poll(job, {
    look: () => api.getJob(job.id),
    isUnderWay: ({ status }) => underWay[verb].includes(status),
    ...looks,
    timeout,
    tooLong: ({ status }) =>
      new RftError("timeout", `${job.id} is still ${status} after ${timeout} s`, {
        hint: `The request stands; see how it goes: rft show ${job.id}`,
      }),
    now,
    sleep,
    random,
  });
  if (!wanted[verb](settled.status)) throw otherwise(settled, verb);
  return settled;
}
