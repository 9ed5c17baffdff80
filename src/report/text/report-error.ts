import type { RftError } from "#errors.js";
import { printable } from "#words/printable.js";

/** An error for a person: what happened, what to do, and the request id if the service gave one. */
export function reportError(error: RftError, verbose: boolean): string {
  const lines = [`error: ${printable(error.message)}`];
  if (error.hint !== undefined) lines.push(`  ${printable(error.hint)}`);
  if (error.requestId !== undefined) lines.push(`  request id: ${printable(error.requestId)}`);
  // Our own stack: the cause's may repeat secrets that were removed from the message.
  if (verbose && error.stack !== undefined) lines.push(printable(error.stack));
  return `${lines.join("\n")}\n`;
}
