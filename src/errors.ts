import type { Finding } from "./finding.js";

/**
 * What an error is about, for scripts. Fixed by the output contract (`error.code` in `--json`);
 * the command line turns it into an exit code.
 */
export type ErrorCode =
  | "usage"
  | "input"
  | "configuration"
  | "authentication"
  | "refused"
  | "not-found"
  | "rate-limited"
  | "unreachable"
  | "timeout"
  | "outcome-unknown"
  | "internal"
  | "interrupted";

/** What comes with an error's message. */
export interface ErrorDetails {
  /** What the person can do now. */
  hint?: string;
  /** The HTTP status, where the service answered. */
  status?: number;
  /** The service's request id (`apim-request-id`), for a support ticket. */
  requestId?: string;
  /** Seconds that the service asks to wait before a retry, where it says so. */
  retryAfter?: number;
  cause?: unknown;
}

/**
 * The one error class for "this cannot go on": the message says what happened and names the value, the hint says
 * what to do. A fact about the input is a `Finding`, never an error.
 */
export class RftError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = "RftError";
    this.code = code;
    this.hint = details.hint;
    this.status = details.status;
    this.requestId = details.requestId;
    this.retryAfter = details.retryAfter;
  }
}

/** The job's state does not allow the request (such as pausing a pending job): the answer is no. */
export class StateError extends RftError {
  constructor(message: string, details: ErrorDetails = {}) {
    super("refused", message, details);
    this.name = "StateError";
  }
}

/** A configuration file parsed, but its errors leave nothing that can be started: the answer is no. */
export class FindingsError extends Error {
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super(findings[0]?.message ?? "findings");
    this.name = "FindingsError";
    this.findings = findings;
  }
}
