import type { ChalkInstance } from "chalk";
import type { Checkpoint, JobEvent } from "../job/api.js";
import type { JobUpdate, SpendUpdate, SpendWarning, StallUpdate } from "../job/watch/job-update.js";
import { printable } from "./printable.js";
import { dollars, duration } from "./quantities.js";
import { styleStatus } from "./report-job.js";

/** `12:04:10`, UTC and by the service's clock: only events bear it. */
function clock(at: string): string {
  return at.slice(11, 19);
}

/** Stands where an event has its time. */
const noTime = "--------";

/** An event's message in the colour of its level. */
function styleEvent({ level, message }: JobEvent, style: ChalkInstance): string {
  const text = printable(message);
  if (level === "error") return style.red(text);
  return level.startsWith("warn") ? style.yellow(text) : text;
}

/** The step of which a checkpoint was kept, and its id. */
function checkpointWords({ id, step_number: step, metrics }: Checkpoint): string {
  const number = step ?? metrics?.["step"];
  return `checkpoint${number === undefined ? "" : ` of step ${number}`}: ${printable(id)}`;
}

function stallWords({ seconds, usual }: StallUpdate): string {
  const than = usual === undefined ? "and no two steps so far" : `where a step takes ${duration(usual)}`;
  return `stalled? no event for ${duration(seconds)}, ${than}; what runs is billed`;
}

/** What is worth a line of the spend: a warning, and what is billed. */
function spendLine(update: SpendUpdate, time: string, style: ChalkInstance): string | undefined {
  const { hours, dollars: spent, estimated, warning } = update;
  const words = `${spent === undefined ? "" : `${dollars(spent)} for `}${duration(hours * 3600)} of training`;
  if (warning) return `${time}  ${style.yellow(warningWords(words, warning))}\n`;
  return estimated ? undefined : `${time}  ${words}, as billed\n`;
}

function warningWords(words: string, { limit, share, dollars: most }: SpendWarning): string {
  const of = limit === "budget" ? "the budget" : "the spend at which the service pauses a job";
  return `about ${words}: more than ${share * 100}% of ${of}, ${dollars(most)}`;
}

/** One update as one line; undefined where another line has said it (metrics repeat their event). */
export function reportUpdate(update: JobUpdate, style: ChalkInstance): string | undefined {
  const time = style.dim(update.type === "event" ? clock(update.at) : noTime);
  switch (update.type) {
    case "status":
      return `${time}  ${styleStatus(update.status, style)}\n`;
    case "event":
      return `${time}  ${styleEvent(update.event, style)}\n`;
    case "metrics":
      return undefined;
    case "checkpoint":
      return `${time}  ${checkpointWords(update.checkpoint)}\n`;
    case "rule":
      return `${time}  ${style.yellow(`${update.rule}: ${update.reason}`)}\n`;
    case "spend":
      return spendLine(update, time, style);
    case "stalled":
      return `${time}  ${style.yellow(stallWords(update))}\n`;
    case "retrying":
      return `${time}  ${style.yellow(`${printable(update.reason)}; looking again in ${update.seconds} s`)}\n`;
    case "end":
      return `${time}  ${styleStatus(update.status, style)}: ${printable(update.reason)}\n`;
  }
}
