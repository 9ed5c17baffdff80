import { createBackOff } from "./back-off.js";
import { outagePolicy } from "./outage-policy.js";

/** How something at the service is looked at until it is no longer under way. Times are seconds. */
export interface Polling<T> {
  look: () => Promise<T>;
  isUnderWay: (seen: T) => boolean;
  /** Between the first two looks; each pause is twice the last. */
  first: number;
  /** Between two looks at the most, unless the service is away. */
  longest: number;
  timeout: number;
  /** What to throw after that time: what was seen last, and the fault of the last look where it failed. */
  tooLong: (seen: T, fault: unknown) => unknown;
  now: () => Date;
  /** Resolves after so many milliseconds; rejects when the waiting is interrupted. */
  sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1; spreads the tries after a fault. */
  random?: (() => number) | undefined;
}

/** Looks again at growing intervals, from what was seen first; faults that pass are waited out. */
export async function poll<T>(seenFirst: T, polling: Polling<T>): Promise<T> {
  const { look, isUnderWay, first, longest, timeout, tooLong, now, sleep, random } = polling;
  const backOff = createBackOff(outagePolicy(longest), random);
  const end = now().getTime() + timeout * 1000;
  let seen = seenFirst;
  let fault: unknown;
  for (let pause = first; isUnderWay(seen);) {
    const left = (end - now().getTime()) / 1000;
    if (left <= 0) throw tooLong(seen, fault);
    await sleep(Math.min(pause, left) * 1000);
    pause = Math.min(longest, pause * 2);
    try {
      seen = await look();
      fault = undefined;
      backOff.reset();
    } catch (error) {
      const seconds = backOff.waitAfter(error);
      if (seconds === undefined) throw error;
      fault = error;
      pause = seconds;
    }
  }
  return seen;
}
