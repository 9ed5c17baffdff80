import type { ChalkInstance } from "chalk";
import type { Checkpoint, JobEvent } from "#service/api.js";
import type { JobEnd, JobUpdate, SpendUpdate, SpendWarning, StallUpdate } from "#job/watch/job-update.js";
import { type OffsetAt, localSecond } from "#words/local-time.js";
import { printable } from "#words/printable.js";
import { dollars, duration } from "#words/quantities.js";
import { forecastWords } from "#report/job/describe-forecast.js";
import { billOfStatus } from "#report/job/report-bill.js";
import { styleStatus } from "#report/job/report-job.js";

/** An event's message, coloured by level. */
export function styleEvent(
  { level, message }: Pick<JobEvent, "level" | "message">,
  style: ChalkInstance,
): string {
  const text = printable(message);
  if (level === "error") return style.red(text);
  return level.startsWith("warn") ? style.yellow(text) : text;
}

/** A checkpoint's step and id. */
function checkpointWords({ id, step_number: step, metrics }: Checkpoint): string {
  const number = step ?? metrics?.["step"];
  return `checkpoint${number === undefined ? "" : ` of step ${number}`}: ${printable(id)}`;
}

function stallWords({ seconds, usual }: StallUpdate): string {
  const than = usual === undefined ? "and no two steps so far" : `where a step takes ${duration(usual)}`;
  return `stalled? no event for ${duration(seconds)}, ${than}; what runs is billed`;
}

function warningWords(words: string, { limit, share, dollars: most, date }: SpendWarning): string {
  const of =
    limit === "budget"
      ? `the budget, ${dollars(most)}`
      : `${dollars(most)}, at which the service paused jobs by its page of ${date}; it does not say so of every model`;
  return `about ${words}: more than ${share * 100}% of ${of}`;
}

/** Spend worth a line: a warning, or what was billed. */
function spendWords({ hours, dollars: spent, estimated, warning }: SpendUpdate): string | undefined {
  const words = `${spent === undefined ? "" : `${dollars(spent)} for `}${duration(hours * 3600)} of training`;
  if (warning) return warningWords(words, warning);
  return estimated ? undefined : `${words}, as billed`;
}

/** Added to the status of a developer tier job that somebody else has paused. */
const preempted =
  " by the service, which resumes a developer tier job by itself; nothing is billed until then";

/** Why the job has ended; of one that failed, what it is billed as well. */
function endWords({ status, reason }: JobEnd): string {
  const bill = billOfStatus(status);
  return printable(bill === undefined ? reason : `${reason} (${bill})`);
}

/** An update in plain words; undefined if it is not worth a line, as for metrics, which repeat their event. */
export function updateWords(update: JobUpdate): string | undefined {
  switch (update.type) {
    case "status":
      return `${printable(update.status)}${update.by === "service" ? preempted : ""}`;
    case "event":
      return printable(update.event.message);
    case "metrics":
      return undefined;
    case "checkpoint":
      return checkpointWords(update.checkpoint);
    case "rule":
      return `${update.rule}: ${update.reason}; ${update.late ? "the job was over before this was read" : "the job is being paused"}`;
    case "spend":
      return spendWords(update);
    case "stalled":
      return stallWords(update);
    case "retrying":
      return `${printable(update.reason)}; looking again in ${update.seconds} s`;
    case "end":
      return `${printable(update.status)}: ${endWords(update)}`;
  }
}

function styleWords(update: JobUpdate, words: string, style: ChalkInstance): string {
  switch (update.type) {
    case "status":
      return `${styleStatus(update.status, style)}${update.by === "service" ? preempted : ""}`;
    case "event":
      return styleEvent(update.event, style);
    case "end":
      return `${styleStatus(update.status, style)}: ${endWords(update)}`;
    case "spend":
      return update.warning ? style.yellow(words) : words;
    case "rule":
    case "stalled":
    case "retrying":
      return style.yellow(words);
    case "metrics":
    case "checkpoint":
      return words;
  }
}

/** What stands before an update: for an event its moment, by the service's clock; the watch's own words have none. */
function timeColumn({ type, at }: JobUpdate, offsetAt: OffsetAt): string {
  const moment = localSecond(at, offsetAt);
  return type === "event" ? moment : "-".repeat(moment.length);
}

/**
 * An update as one line; an event with its day, local time and offset, so that a line of a night's log stands by itself.
 * Undefined if it is not worth one.
 */
export function reportUpdate(
  update: JobUpdate,
  offsetAt: OffsetAt,
  style: ChalkInstance,
): string | undefined {
  const words = updateWords(update);
  if (words === undefined) return undefined;
  const forecast = update.type === "status" ? update.forecast : undefined;
  const more = forecast ? style.dim(` ${forecastWords(forecast, offsetAt)}`) : "";
  return `${style.dim(timeColumn(update, offsetAt))}  ${styleWords(update, words, style)}${more}\n`;
}
