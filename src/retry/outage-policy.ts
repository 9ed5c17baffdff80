import { type ErrorCode, RftError } from "#errors.js";
import type { RetryLimit, RetryPolicy } from "./back-off.js";

const limits: Partial<Record<ErrorCode, RetryLimit>> = {
  unreachable: {},
  "rate-limited": {},
  timeout: {},
  // A sign-in fails while the network is away, or a role is being renewed.
  authentication: { seconds: 3600 },
  // The service's stores agree with each other after a while (reported for files and jobs just created).
  "not-found": { seconds: 120 },
};

/**
 * Waits out an outage while something at the service is being followed: each wait is about twice the last, by at least
 * half of that up to a minute, never shorter than the service's Retry-After.
 * @param interval seconds between two looks; the first wait is about as long
 */
export function outagePolicy(interval: number): RetryPolicy {
  return {
    first: Math.max(1, interval),
    longest: 60,
    longestAsked: 3600,
    isPatient: true,
    spread: 0.5,
    limitOf: (error) => (error instanceof RftError ? limits[error.code] : undefined),
  };
}
