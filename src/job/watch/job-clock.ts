import type { FineTuningApi, JobEvent } from "#service/api.js";

/** The service's clock, as far as a watch knows it. */
export interface JobClock {
  /**
   * The service's time: by its answers, or, where they tell none, the least it can be by its log and our waits;
   * undefined while nothing tells it.
   */
  now(): Date | undefined;
  /** Its log holds these lines, oldest first. */
  hear(events: readonly JobEvent[]): void;
  /** We have waited this many milliseconds. */
  wait(milliseconds: number): void;
}

/** The service's clock, by the `Date` of its answers; this machine's clock never counts. */
export function createJobClock(api: Pick<FineTuningApi, "serviceTime">): JobClock {
  let newest = 0;
  let waited = 0;
  return {
    now() {
      const told = api.serviceTime?.();
      // A gateway's clock may be behind the log it hands on.
      if (told) return new Date(Math.max(told.getTime(), newest));
      return newest === 0 ? undefined : new Date(newest + waited);
    },
    hear(events) {
      const last = (events.at(-1)?.created_at ?? 0) * 1000;
      if (last <= newest + waited) return;
      newest = last;
      waited = 0;
    },
    wait: (milliseconds) => void (waited += milliseconds),
  };
}
