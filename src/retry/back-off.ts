import { RftError } from "#errors.js";

/** When to stop treating one kind of failure as transient; without a limit, never. */
export interface RetryLimit {
  /** Maximum tries, including the first. */
  tries?: number;
  /** Maximum seconds of waiting. */
  seconds?: number;
}

/** How long to wait before a retry. Times are in seconds. */
export interface RetryPolicy {
  /** Our first wait; each later one is twice the last. */
  first: number;
  /** Our longest wait. */
  longest: number;
  /** The longest wait that we accept from the service: if it asks for more, give up and say so. */
  longestAsked: number;
  /** True: the longer of our wait and the service's, capped at `longestAsked`; else the service's replaces ours. */
  isPatient?: boolean;
  /** 0 to 1: the random share of our wait, which spreads many clients' retries. */
  spread?: number;
  /** The wait that the service asks for; by default `retryAfter` of an RftError. */
  askedBy?: (error: unknown) => number | undefined;
  /** Undefined for a failure that is not transient. */
  limitOf: (error: unknown) => RetryLimit | undefined;
}

/** How long to wait out a series of failures. */
export interface BackOff {
  /** Seconds until the next try; undefined to give up. */
  waitAfter(error: unknown): number | undefined;
  /** After a success: the next failure starts a new series. */
  reset(): void;
}

function retryAfterOf(error: unknown): number | undefined {
  return error instanceof RftError ? error.retryAfter : undefined;
}

/**
 * The waits of one series of failures. Its length is the sum of the waits, not clock time, which jumps when a laptop
 * sleeps.
 */
export function createBackOff(policy: RetryPolicy, random: () => number = Math.random): BackOff {
  const { first, longest, longestAsked, spread = 0, askedBy = retryAfterOf } = policy;
  let failures = 0;
  let waited = 0;
  return {
    waitAfter(error) {
      const limit = policy.limitOf(error);
      const own = Math.min(longest, first * 2 ** failures) * (1 - spread + spread * random());
      failures++;
      if (!limit || failures >= (limit.tries ?? Infinity) || waited >= (limit.seconds ?? Infinity))
        return undefined;
      const asked = askedBy(error) ?? own;
      const seconds = policy.isPatient ? Math.max(own, Math.min(longestAsked, asked)) : asked;
      if (seconds > longestAsked) return undefined;
      waited += seconds;
      return seconds;
    },
    reset() {
      failures = 0;
      waited = 0;
    },
  };
}
