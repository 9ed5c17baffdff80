import { type ErrorCode, RftError } from "#errors.js";

/** Seconds of waiting after which a fault of this kind is no longer taken for one that passes. */
const limits: Partial<Record<ErrorCode, number>> = {
  unreachable: Number.POSITIVE_INFINITY,
  "rate-limited": Number.POSITIVE_INFINITY,
  timeout: Number.POSITIVE_INFINITY,
  // A sign-in fails while the network is away, or a role is being renewed.
  authentication: 3600,
  // The service's stores agree with each other after a while (reported for files and jobs just created).
  "not-found": 120,
};

/** Seconds between two tries at the most, unless the service asks for more. */
const longestWait = 60;
/** Seconds that the service can make us wait at the most. */
const longestAsked = 3600;

/** What waiting needs to know. */
export interface PatienceOptions {
  /** Seconds between two looks; the first wait is about as long. */
  interval: number;
  /** 0 to 1; spreads the tries of many watchers. */
  random: () => number;
}

/** Decides how long a fault is waited out. */
export interface Patience {
  /** Seconds until the next try; undefined where the fault does not pass, or has not for too long. */
  waitAfter(error: unknown): number | undefined;
  /** The service has answered: the next fault is a first one. */
  reset(): void;
}

function wholeTenths(seconds: number): number {
  return Math.ceil(seconds * 10) / 10;
}

/**
 * Makes the back-off of one watch: each wait is about twice the last, by at least half of that up to a minute, never
 * shorter than the service's Retry-After. How long a fault has lasted is told by the waits, not by the clock, which
 * jumps where a laptop sleeps.
 */
export function createPatience({ interval, random }: PatienceOptions): Patience {
  let failures = 0;
  let waited = 0;
  return {
    waitAfter(error) {
      const limit = error instanceof RftError ? limits[error.code] : undefined;
      if (!(error instanceof RftError) || limit === undefined || waited >= limit) return undefined;
      const full = Math.min(longestWait, Math.max(1, interval) * 2 ** failures);
      const asked = Math.min(longestAsked, error.retryAfter ?? 0);
      const seconds = wholeTenths(Math.max(asked, full * (0.5 + 0.5 * random())));
      failures++;
      waited += seconds;
      return seconds;
    },
    reset() {
      failures = 0;
      waited = 0;
    },
  };
}
