import type { ChalkInstance } from "chalk";
import type { JobUpdate } from "../job/watch.js";
import { printable } from "./printable.js";
import { styleStatus } from "./report-job.js";

/** `12:04:10`, UTC and by the service's clock: only events bear it. */
function clock(at: string): string {
  return at.slice(11, 19);
}

/** Stands where an event has its time. */
const noTime = "--------";

/** One update as one line; undefined where another line has said it (metrics repeat their event). */
export function reportUpdate(update: JobUpdate, style: ChalkInstance): string | undefined {
  const time = style.dim(update.type === "event" ? clock(update.at) : noTime);
  switch (update.type) {
    case "status":
      return `${time}  ${styleStatus(update.status, style)}\n`;
    case "event": {
      const { level } = update.event;
      const message = printable(update.event.message);
      const text =
        level === "error" ? style.red(message) : level.startsWith("warn") ? style.yellow(message) : message;
      return `${time}  ${text}\n`;
    }
    case "metrics":
      return undefined;
    case "retrying":
      return `${time}  ${style.yellow(`${printable(update.reason)}; looking again in ${update.seconds} s`)}\n`;
    case "end":
      return `${time}  ${styleStatus(update.status, style)}: ${printable(update.reason)}\n`;
  }
}
