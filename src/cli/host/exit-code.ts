import { type ErrorCode, StateError } from "#errors.js";

/** The exit codes of the output contract. */
export const ExitCode = {
  ok: 0,
  no: 1,
  cannotStart: 2,
  service: 3,
  notAllowed: 4,
  paused: 5,
  bug: 70,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

const codes: Record<ErrorCode, ExitCode> = {
  usage: ExitCode.cannotStart,
  input: ExitCode.cannotStart,
  configuration: ExitCode.cannotStart,
  authentication: ExitCode.notAllowed,
  refused: ExitCode.service,
  "not-found": ExitCode.service,
  "rate-limited": ExitCode.service,
  unreachable: ExitCode.service,
  timeout: ExitCode.service,
  "outcome-unknown": ExitCode.service,
  internal: ExitCode.bug,
  interrupted: ExitCode.interrupted,
};

/** The exit code for an error; a refusal because of a job's state is an answer (no), not a service failure. */
export function exitCodeOf(error: { code: ErrorCode }): ExitCode {
  return error instanceof StateError ? ExitCode.no : codes[error.code];
}

/** The exit code for a job that was followed until it ended or paused. */
export function exitCodeOfStatus(status: string): ExitCode {
  if (status === "succeeded") return ExitCode.ok;
  return status === "paused" ? ExitCode.paused : ExitCode.no;
}
