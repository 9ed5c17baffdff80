import { type ErrorCode, RftError } from "#errors.js";
import type { RetryLimit, RetryPolicy } from "./back-off.js";

const limits: Partial<Record<ErrorCode, RetryLimit>> = {
  unreachable: {},
  "rate-limited": {},
  timeout: {},
  // A sign-in fails while the network is down or a role is being renewed.
  authentication: { seconds: 3600 },
  // The service's stores are only eventually consistent (reported for files and jobs just created).
  "not-found": { seconds: 120 },
};

/**
 * Waits out an outage while we follow something at the service: waits double up to a minute, each cut at random by up
 * to half, and are never shorter than the service's Retry-After (up to an hour).
 * @param interval seconds between two polls, and the first wait before its random cut, up to a minute
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
