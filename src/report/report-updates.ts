import type { ChalkInstance } from "chalk";
import type { Checkpoint } from "../job/api.js";
import type { JobUpdate, StallUpdate } from "../job/watch/job-update.js";
import { printable } from "./printable.js";
import { duration } from "./quantities.js";
import { styleStatus } from "./report-job.js";

/** `12:04:10`, UTC and by the service's clock: only events bear it. */
function clock(at: string): string {
  return at.slice(11, 19);
}

/** Stands where an event has its time. */
const noTime = "--------";

/** The step of which a checkpoint was kept, and its id. */
function checkpointWords({ id, step_number: step, metrics }: Checkpoint): string {
  const number = step ?? metrics?.["step"];
  return `checkpoint${number === undefined ? "" : ` of step ${number}`}: ${printable(id)}`;
}

function stallWords({ seconds, usual }: StallUpdate): string {
  const than = usual === undefined ? "and no two steps so far" : `where a step takes ${duration(usual)}`;
  return `stalled? no event for ${duration(seconds)}, ${than}; what runs is billed`;
}

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
    case "checkpoint":
      return `${time}  ${checkpointWords(update.checkpoint)}\n`;
    case "stalled":
      return `${time}  ${style.yellow(stallWords(update))}\n`;
    case "retrying":
      return `${time}  ${style.yellow(`${printable(update.reason)}; looking again in ${update.seconds} s`)}\n`;
    case "end":
      return `${time}  ${styleStatus(update.status, style)}: ${printable(update.reason)}\n`;
  }
}
