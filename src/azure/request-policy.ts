import { APIConnectionError, APIError } from "openai/core/error";
import { RftError } from "#errors.js";
import type { RetryPolicy } from "#retry/back-off.js";
import { causesOf, networkFaultOf } from "./network-faults.js";
import { secondsToWait } from "./retry-after.js";

/** Transient statuses below 500: timeout, conflict, rate limit. */
const passing = new Set([408, 409, 429]);

/** Whether a failure is transient: a busy service, a dropped connection, no answer in time. */
export function mayPass(error: unknown): boolean {
  // A failed sign-in or a changed file is already reported, whatever caused it.
  if (causesOf(error).some((cause) => cause instanceof RftError)) return false;
  if (error instanceof APIError && typeof error.status === "number")
    return passing.has(error.status) || error.status >= 500;
  const fault = networkFaultOf(error);
  if (error instanceof APIConnectionError) return fault?.lasts !== true;
  return fault?.unsent === false;
}

/** For requests that are safe to repeat: three tries within seconds, or as the service asks. */
export const requestPolicy: RetryPolicy = {
  first: 0.5,
  longest: 60,
  longestAsked: 60,
  askedBy: (error) => (error instanceof APIError ? secondsToWait(error.headers) : undefined),
  limitOf: (error) => (mayPass(error) ? { tries: 3 } : undefined),
};
