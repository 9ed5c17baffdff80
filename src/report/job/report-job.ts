import type { ChalkInstance } from "chalk";
import type { StateChange } from "#service/change-state.js";
import { printable } from "#words/printable.js";

/** A status in its colour, so that what needs a look stands out. */
export function styleStatus(status: string, style: ChalkInstance): string {
  switch (status) {
    case "succeeded":
      return style.green(status);
    case "failed":
    case "cancelled":
      return style.red(status);
    case "paused":
    case "pausing":
      return style.yellow(status);
    default:
      return style.cyan(printable(status));
  }
}

/** A job after a pause or resume, in one line. */
export function reportStateChange({ job, changed }: StateChange, style: ChalkInstance): string {
  return `${printable(job.id)} is ${changed ? "" : "already "}${styleStatus(job.status, style)}\n`;
}
