import { APIConnectionError, APIError } from "openai/core/error";
import { RftError } from "#errors.js";
import type { RetryPolicy } from "#retry/back-off.js";
import { causesOf, networkFaultOf } from "./network-faults.js";
import { secondsToWait } from "./retry-after.js";

/** Statuses below 500 that pass: a time-out, a lock, a lack of quota. */
const passing = new Set([408, 409, 429]);

/** Whether a failure is one of a moment: a busy service, a line that was cut, no answer in time. */
export function mayPass(error: unknown): boolean {
  // A sign-in that failed, a file that changed: said already, whatever lies under it.
  if (causesOf(error).some((cause) => cause instanceof RftError)) return false;
  if (error instanceof APIError && typeof error.status === "number")
    return passing.has(error.status) || error.status >= 500;
  const fault = networkFaultOf(error);
  if (error instanceof APIConnectionError) return fault?.lasts !== true;
  return fault?.unsent === false;
}

/** A request that may be sent again, by what the SDK throws: three times within seconds. */
export const requestPolicy: RetryPolicy = {
  first: 0.5,
  longest: 60,
  longestAsked: 60,
  askedBy: (error) => (error instanceof APIError ? secondsToWait(error.headers) : undefined),
  limitOf: (error) => (mayPass(error) ? { tries: 3 } : undefined),
};
