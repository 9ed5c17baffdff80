import { RftError, StateError } from "#errors.js";
import { outagePolicy } from "#retry/outage-policy.js";
import { poll } from "#retry/poll.js";
import type { FineTuningApi, Job } from "#service/api.js";
import type { StateVerb } from "#service/change-state.js";
import { isTerminal } from "#service/status.js";

/** How long to wait for a change, and what the wait needs from outside. */
export interface AwaitChangeOptions {
  /** Seconds before giving up. */
  timeout: number;
  /** Milliseconds of a clock that nobody sets. */
  elapsed: () => number;
  /** Resolves after this many milliseconds; rejects when the wait is interrupted. */
  sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1; spreads the tries after a fault. */
  random?: () => number;
}

/** Seconds between the first two looks; each pause is twice as long as the last, up to the longest. */
const looks = { first: 1, longest: 10 };

/** The statuses in which the change is still on its way. */
const underWay: Record<StateVerb, readonly string[]> = {
  // For a moment after taking the request, the service may still report the old status.
  pause: ["running", "pausing"],
  resume: ["paused", "resuming"],
  cancel: ["pending", "queued", "running", "pausing", "paused", "resuming"],
};

const wanted: Record<StateVerb, (status: string) => boolean> = {
  pause: (status) => status === "paused",
  // From resuming, a job goes to running or into the queue; one that has since succeeded did resume.
  resume: (status) => !isTerminal(status) || status === "succeeded",
  cancel: (status) => status === "cancelled",
};

/** The status each verb asks for. */
const asked: Record<StateVerb, string> = { pause: "paused", resume: "running", cancel: "cancelled" };

function otherwise({ id, status, error }: Job, verb: StateVerb): StateError {
  const reason = error?.message === undefined ? "" : `: ${error.message}`;
  return new StateError(`${id} is ${status} and not ${asked[verb]}${reason}`, {
    hint: `See what happened: rft events ${id}`,
  });
}

/**
 * Waits until a job reaches the requested status, looking at growing intervals and waiting out transient faults.
 * @throws StateError if it settles in another status (it finished before it could pause)
 * @throws RftError `timeout` if it has not settled in time; the service still has the request
 */
export async function awaitChange(
  api: FineTuningApi,
  job: Job,
  verb: StateVerb,
  { timeout, elapsed, sleep, random }: AwaitChangeOptions,
): Promise<Job> {
  const settled = await poll(job, {
    look: () => api.getJob(job.id),
    isUnderWay: ({ status }) => underWay[verb].includes(status),
    ...looks,
    timeout,
    policy: outagePolicy(looks.longest),
    tooLong: ({ status }) =>
      new RftError("timeout", `${job.id} is still ${status} after ${timeout} s`, {
        hint: `The request stands; see how it goes: rft show ${job.id}`,
      }),
    elapsed,
    sleep,
    random,
  });
  if (!wanted[verb](settled.status)) throw otherwise(settled, verb);
  return settled;
}
