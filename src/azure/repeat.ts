import { APIConnectionError, APIError } from "openai/core/error";
import { RftError } from "#errors.js";
import { causesOf, networkFaultOf } from "./network-faults.js";
import { secondsToWait } from "./retry-after.js";

/** How often a request is sent at the most. */
const attempts = 3;
/** Seconds that the service can make us wait at the most: who is to wait longer is told so instead. */
const longestWait = 60;
/** Statuses below 500 that pass: a time-out, a lock, a lack of quota. */
const passing = new Set([408, 409, 429]);

/** Whether a failure is one of a moment: a busy service, a line that was cut, no answer in time. */
function mayPass(error: unknown): boolean {
  // A sign-in that failed, a file that changed: said already, whatever lies under it.
  if (causesOf(error).some((cause) => cause instanceof RftError)) return false;
  if (error instanceof APIError && typeof error.status === "number")
    return passing.has(error.status) || error.status >= 500;
  const fault = networkFaultOf(error);
  if (error instanceof APIConnectionError) return fault?.lasts !== true;
  return fault?.unsent === false;
}

/**
 * Milliseconds before a request is sent again, as its answer asks or half a second and then twice the last; undefined
 * where it is not sent again.
 * @param attempt how often it was sent
 */
function waitAfter(error: unknown, attempt: number): number | undefined {
  if (attempt >= attempts || !mayPass(error)) return undefined;
  const asked = error instanceof APIError ? secondsToWait(error.headers) : undefined;
  const seconds = asked ?? 0.5 * 2 ** (attempt - 1);
  return seconds <= longestWait ? seconds * 1000 : undefined;
}

/** Sends a request that may be repeated until it is answered, or until its failure is no longer one that passes. */
export async function repeat<T>(
  send: () => Promise<T>,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const wait = waitAfter(error, attempt);
      if (wait === undefined) throw error;
      await sleep(wait);
    }
  }
}
