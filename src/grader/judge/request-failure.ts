import { type ErrorCode, RftError } from "#errors.js";

/** Failures of a single request. After any other failure the next request would fail too, so it ends the run. */
const ofOneRequest = new Set<ErrorCode>(["refused", "timeout"]);

/** Whether other requests may still succeed. A fault of the service (5xx) is `unreachable` with a status. */
export function isOfOneRequest(error: unknown): error is RftError {
  if (!(error instanceof RftError)) return false;
  return ofOneRequest.has(error.code) || (error.code === "unreachable" && error.status !== undefined);
}
