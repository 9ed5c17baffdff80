import { RftError } from "#errors.js";

/** When a failure of one kind is no longer taken for one that passes; without a limit it always is. */
export interface RetryLimit {
  /** Tries at the most, the first among them. */
  tries?: number;
  /** Seconds of waiting. */
  seconds?: number;
}

/** How long is waited before something that failed is tried again. Times are seconds. */
export interface RetryPolicy {
  /** Our first wait; each is twice the last. */
  first: number;
  /** Our longest wait. */
  longest: number;
  /** The longest wait that the service can ask for: who is to wait longer is told so instead. */
  longestAsked: number;
  /** True where ours grows beside what the service asks for, which otherwise replaces it, and nobody is told instead. */
  isPatient?: boolean;
  /** 0 to 1: how much of our wait is left to chance, which spreads the tries of many. */
  spread?: number;
  /** What the service asks for; by default `retryAfter` of an RftError. */
  askedBy?: (error: unknown) => number | undefined;
  /** Undefined for a failure that does not pass. */
  limitOf: (error: unknown) => RetryLimit | undefined;
}

/** Decides how long a row of failures is waited out. */
export interface BackOff {
  /** Seconds until the next try; undefined where there is to be none. */
  waitAfter(error: unknown): number | undefined;
  /** It went well: the next failure is a first one. */
  reset(): void;
}

function retryAfterOf(error: unknown): number | undefined {
  return error instanceof RftError ? error.retryAfter : undefined;
}

/**
 * The waits of one row of failures. How long it has lasted is told by the waits, not by the clock, which jumps where a
 * laptop sleeps.
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
