import { type RetryPolicy, createBackOff } from "./back-off.js";

/** How to poll something at the service until it is done. Times are in seconds. */
export interface Polling<T> {
  look: () => Promise<T>;
  isUnderWay: (seen: T) => boolean;
  /** Before the first poll; each later pause is twice the last. */
  first: number;
  /** Maximum between polls, unless the service is down. */
  longest: number;
  timeout: number;
  /** Which faults are waited out, and how. */
  policy: RetryPolicy;
  /** What to throw after the timeout, given what was seen last and the last poll's fault, if any. */
  tooLong: (seen: T, fault: unknown) => unknown;
  /** Milliseconds of a clock that nobody sets. */
  elapsed: () => number;
  /** Rejects when interrupted. */
  sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1; spreads the retries after a fault. */
  random?: (() => number) | undefined;
}

/** Polls at growing intervals until it is done, starting from what was seen first; waits out transient faults. */
export async function poll<T>(seenFirst: T, polling: Polling<T>): Promise<T> {
  const { look, isUnderWay, first, longest, timeout, policy, tooLong, elapsed, sleep, random } = polling;
  const backOff = createBackOff(policy, random);
  const end = elapsed() + timeout * 1000;
  let seen = seenFirst;
  let fault: unknown;
  for (let pause = first; isUnderWay(seen);) {
    const left = (end - elapsed()) / 1000;
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
