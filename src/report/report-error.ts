import type { RftError } from "../errors.js";
import { printable } from "./printable.js";

/** An error for a person: what happened, then what to do; with the request's id where the service gave one. */
export function reportError(error: RftError, verbose: boolean): string {
  const lines = [`error: ${printable(error.message)}`];
  if (error.hint !== undefined) lines.push(`  ${error.hint}`);
  if (error.requestId !== undefined) lines.push(`  request id: ${error.requestId}`);
  if (verbose && error.cause instanceof Error && error.cause.stack !== undefined)
    lines.push(error.cause.stack);
  return `${lines.join("\n")}\n`;
}
