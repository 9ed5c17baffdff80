import type { ChalkInstance } from "chalk";
import {
  type Evaluation,
  bestEvaluation,
  evaluationsOf,
  largestOf,
  numberOf,
} from "#run/steps/evaluations.js";
import { isGraderError, isParseError, unresponsiveRewards } from "#run/steps/metric-names.js";
import { median } from "#figures/median.js";
import { reasoningTokens } from "#run/steps/reasoning-tokens.js";
import { drawChart } from "#report/text/chart.js";
import { columnsOf, startOf } from "#report/text/columns.js";
import { type OffsetAt, createDayHeadings, localTime } from "#words/local-time.js";
import { printable } from "#words/printable.js";
import { dollars, duration, percentToTenth, score } from "#words/quantities.js";
import { endWords, startWords } from "#report/job/describe-forecast.js";
import { styleStatus } from "#report/job/report-job.js";
import { styleEvent } from "./report-updates.js";
import type { ViewLine, WatchView } from "./watch-view.js";

/** The screen a view is drawn on. */
export interface Screen {
  columns: number;
  rows: number;
  now: Date;
  /** Of the zone that times are shown in. */
  offsetAt: OffsetAt;
  style: ChalkInstance;
}

/** How many of the last steps the remaining time is estimated from. */
const recentSteps = 15;
/** A wider chart shows nothing more. */
const widestChart = 120;

/** A text without line breaks, cut to a number of columns. */
export function fit(text: string, columns: number): string {
  const line = printable(text).replaceAll("\n", " ");
  return columnsOf(line) <= columns ? line : `${startOf(line, columns - 1)}…`;
}

/** Seconds since the job was created, by the service's clock if it is ahead of ours. */
function ageOf({ createdAt, lines }: WatchView, now: Date): number | undefined {
  if (createdAt === undefined) return undefined;
  const newest = Date.parse(lines.findLast(({ at }) => at !== undefined)?.at ?? "");
  return Math.max(now.getTime(), Number.isNaN(newest) ? 0 : newest) / 1000 - createdAt;
}

function headLine(view: WatchView, { columns, now, style }: Screen): string {
  const { jobId, model, status } = view;
  const seconds = ageOf(view, now);
  const age = seconds === undefined ? "" : `  ${duration(Math.max(0, seconds))} since it was created`;
  const room = columns - status.length - 2 - age.length;
  const name = fit(`${jobId}${model === undefined ? "" : `  ${model}`}`, Math.max(0, room));
  return `${style.bold(name)}  ${styleStatus(status, style)}${style.dim(fit(age, columns - columnsOf(name) - status.length - 2))}`;
}

/** Seconds the rest of the run will take, going by the last steps. */
function secondsLeft({ steps, total }: WatchView): number | undefined {
  const last = steps.at(-1)?.step;
  const usual = median(steps.slice(-recentSteps).flatMap((step) => numberOf(step, "total_duration") ?? []));
  return total === undefined || last === undefined || usual === undefined
    ? undefined
    : (total - last) * usual;
}

/** Before the first step: when the job is expected to start, or to end. */
function comingWords({ forecast, end }: WatchView, offsetAt: OffsetAt): string {
  if (!forecast || end) return "no step yet";
  return forecast.waitedSeconds === undefined
    ? ["no step yet", endWords(forecast, offsetAt)].filter((one) => one !== "").join("; ")
    : `queued; hours are normal; start ${startWords(forecast, offsetAt)}`;
}

function progressLine(view: WatchView, { columns, offsetAt, style }: Screen): string {
  const last = view.steps.at(-1)?.step;
  if (last === undefined) return style.dim(fit(comingWords(view, offsetAt), columns));
  const { total } = view;
  if (total === undefined) return `step ${last}`;
  const left = view.end ? undefined : secondsLeft(view);
  const words = `step ${last} of ${total}${left === undefined ? "" : `, about ${duration(left)} left`}`;
  const room = Math.min(40, columns - words.length - 2);
  if (room < 10) return fit(words, columns);
  const done = Math.round((Math.min(last, total) / total) * room);
  return `${words}  ${style.cyan("█".repeat(done))}${style.dim("░".repeat(room - done))}`;
}

function gapWords({ gap }: Evaluation): string {
  return gap === undefined ? "" : `, gap ${score(gap)}`;
}

function rewardLine({ steps }: WatchView, evaluations: readonly Evaluation[], columns: number): string {
  const train = steps.flatMap((step) => numberOf(step, "train_mean_reward") ?? []).at(-1);
  const last = evaluations.at(-1);
  const best = bestEvaluation(evaluations);
  const words = [
    train === undefined ? "" : `train reward ${score(train)} ─`,
    last && best
      ? `validation ${score(last.reward)} ●, best ${score(best.reward)} at step ${best.step}${gapWords(last)}`
      : "",
  ];
  return fit(words.filter((one) => one !== "").join("   "), columns);
}

function axisLabel(value: number): string {
  return value.toFixed(2);
}

function chartLines(
  { steps }: WatchView,
  evaluations: readonly Evaluation[],
  height: number,
  { columns, style }: Screen,
): string[] {
  const train = steps.flatMap((step) => {
    const reward = numberOf(step, "train_mean_reward");
    return reward === undefined ? [] : [{ x: step.step, y: reward }];
  });
  const valid = evaluations.map(({ step, reward }) => ({ x: step, y: reward }));
  const curves = [
    { name: "train", points: train, paint: style.cyan },
    { name: "validation", points: valid, mark: "●", paint: style.green },
  ];
  return drawChart(curves, { width: Math.min(columns, widestChart), height, label: axisLabel })
    .split("\n")
    .slice(0, -1);
}

function percentWords(name: string, share: number | undefined): string {
  return share === undefined ? "" : `${name} ${percentToTenth(share)}`;
}

/** The parse errors of the last evaluation: the figure that the service's own log line gives. */
function validationWords(steps: WatchView["steps"]): string {
  const last = steps.findLast((step) => largestOf(step, (name) => isParseError(name, "valid")) !== undefined);
  const share = last && largestOf(last, (name) => isParseError(name, "valid"));
  return last && share !== undefined
    ? `${percentWords("parse errors", share)} (validation, step ${last.step})`
    : "";
}

/** What the answers of the last step were like, in training, and those of the last evaluation. */
function sampleLine({ steps }: WatchView, columns: number): string {
  const last = steps.at(-1);
  if (!last) return "";
  const tokens = reasoningTokens(last);
  const words = [
    tokens === undefined ? "" : `reasoning tokens ${Math.round(tokens)}`,
    percentWords(
      "parse errors",
      largestOf(last, (name) => isParseError(name, "train")),
    ),
    percentWords(
      "grader errors",
      largestOf(last, (name) => isGraderError(name, "train")),
    ),
    percentWords("no reward", numberOf(last, unresponsiveRewards)),
  ].filter((one) => one !== "");
  const validation = validationWords(steps);
  const training = words.length === 0 ? "" : `${words.join("   ")} (training, step ${last.step})`;
  return fit([training, validation].filter((one) => one !== "").join("   "), columns);
}

function spendLine({ spend, steps, total }: WatchView, columns: number): string {
  if (!spend) return "";
  const { dollars: spent, hours, estimated } = spend;
  const time = `${duration(hours * 3600)} of training`;
  if (spent === undefined) return fit(`${time}; what an hour costs is not known`, columns);
  const last = steps.at(-1)?.step;
  const end =
    estimated && total !== undefined && last !== undefined && last < total
      ? `; about ${dollars((spent / last) * total)} at the end`
      : "";
  return fit(
    `${estimated ? "about " : ""}${dollars(spent)} for ${time}${estimated ? "" : ", as billed"}${end}`,
    columns,
  );
}

/** Takes the place of a time. */
const noTime = " ".repeat(8);

function logLine({ at, event }: ViewLine, { columns, offsetAt, style }: Screen): string {
  const time = (at !== undefined && localTime(at, offsetAt)?.time) || noTime;
  return `${style.dim(time)}  ${styleEvent({ ...event, message: fit(event.message, columns - 10) }, style)}`;
}

/** Lines of the log under their days. */
function withDays(lines: readonly ViewLine[], screen: Screen): string[] {
  const headingOf = createDayHeadings(screen.offsetAt);
  return lines.flatMap((line) => {
    const heading = line.at === undefined ? undefined : headingOf(line.at);
    const own = logLine(line, screen);
    return heading === undefined
      ? [own]
      : [screen.style.dim(fit(`${noTime}  ${heading}`, screen.columns)), own];
  });
}

/** The fewest rows of a log that have room for a day's heading. */
const rowsForDays = 3;

/** The end of the log in at most so many rows; the first time shown has its day above it. */
function logLines({ lines }: WatchView, rows: number, screen: Screen): string[] {
  if (rows < rowsForDays) return lines.slice(-rows).map((line) => logLine(line, screen));
  for (let shown = rows; shown > 1; shown--) {
    const log = withDays(lines.slice(-shown), screen);
    if (log.length <= rows) return log;
  }
  return withDays(lines.slice(-1), screen);
}

function lastLine({ end, trouble }: WatchView, { columns, style }: Screen): string {
  if (end) return `${styleStatus(end.status, style)}${fit(`: ${end.reason}`, columns - end.status.length)}`;
  if (trouble !== undefined) return style.yellow(fit(trouble, columns));
  return style.dim(fit("Ctrl-C stops the watching, never the job.", columns));
}

/** How many of the screen's rows the chart and the log get. */
function heights(rows: number): { chart: number; log: number } {
  // Five lines of figures, the chart's axis, the last line, two blanks, and the cursor's line.
  const room = Math.max(0, rows - 10);
  const chart = Math.min(12, Math.max(3, Math.floor(room * 0.6)));
  return { chart, log: Math.max(1, Math.min(10, room - chart)) };
}

/** A view as lines that fit one screen and leave a row for the cursor. Pure. */
export function renderWatch(view: WatchView, screen: Screen): string[] {
  const { columns, rows } = screen;
  const evaluations = evaluationsOf(view.steps);
  const { chart, log } = heights(rows);
  const lines = [
    headLine(view, screen),
    progressLine(view, screen),
    rewardLine(view, evaluations, columns),
    ...chartLines(view, evaluations, chart, screen),
    sampleLine(view, columns),
    spendLine(view, columns),
    "",
    ...logLines(view, log, screen),
    lastLine(view, screen),
  ];
  return lines.slice(0, Math.max(1, rows - 1));
}
