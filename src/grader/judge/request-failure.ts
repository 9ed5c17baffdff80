import { type ErrorCode, RftError } from "#errors.js";

/** Failures that belong to one request. After any other the next one would fail as well: it ends the run. */
const ofOneRequest = new Set<ErrorCode>(["refused", "timeout"]);

/** Whether other requests may get through. A fault of the service (5xx) is unreachable with a status. */
export function isOfOneRequest(error: unknown): error is RftError {
  if (!(error instanceof RftError)) return false;
  return ofOneRequest.has(error.code) || (error.code === "unreachable" && error.status !== undefined);
}
