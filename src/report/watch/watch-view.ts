import type { JobEvent } from "#service/api.js";
import type { StepMetrics } from "#run/steps/results.js";
import { slimStep } from "#run/stop-rules/run-record.js";
import type { Forecast } from "#job/forecast/forecast.js";
import type { JobEnd, JobUpdate, SpendUpdate, StatusUpdate } from "#job/watch/job-update.js";
import { updateWords } from "./report-updates.js";

/** What a screen shows of a watched job: a fold over its updates. */
export interface WatchView {
  readonly jobId: string;
  readonly status: string;
  readonly model?: string;
  /** Unix seconds. */
  readonly createdAt?: number;
  /** As of the newest status. */
  readonly forecast?: Forecast | undefined;
  /** In order, the newest report of each step, reduced to the figures shown. */
  readonly steps: readonly StepMetrics[];
  /** Steps of the whole run. */
  readonly total?: number;
  readonly spend?: SpendUpdate;
  /** The last lines of the log and of the watch itself, oldest first. */
  readonly lines: readonly ViewLine[];
  /** Set while a fault is being waited out, or the job has gone silent. */
  readonly trouble?: string;
  readonly end?: JobEnd;
}

/** A line of the log; `at` is ISO 8601 by the service's clock, absent for the watch's own messages. */
export interface ViewLine {
  at?: string;
  event: Pick<JobEvent, "level" | "message">;
}

/** Lines kept; a screen shows fewer. */
const keptLines = 40;

/** The view of a job before the first look. */
export function startView(jobId: string): WatchView {
  return { jobId, status: "not looked at yet", steps: [], lines: [] };
}

function withLine(view: WatchView, line: ViewLine): WatchView {
  return { ...view, lines: [...view.lines, line].slice(-keptLines) };
}

function say(view: WatchView, level: string, message: string): WatchView {
  return withLine(view, { event: { level, message } });
}

function withStep(view: WatchView, given: StepMetrics): WatchView {
  const step = slimStep(given);
  const isNext = step.step > (view.steps.at(-1)?.step ?? -Infinity);
  const others = isNext ? view.steps : view.steps.filter((one) => one.step !== step.step);
  const total = step["total_steps"];
  const steps = isNext ? [...others, step] : [...others, step].toSorted((a, b) => a.step - b.step);
  return { ...view, steps, ...(typeof total === "number" && { total }) };
}

function withStatus(view: WatchView, { status, job, forecast }: StatusUpdate): WatchView {
  const { model, created_at: createdAt } = job;
  return {
    ...view,
    status,
    forecast,
    ...(model !== undefined && { model }),
    ...(createdAt !== undefined && { createdAt }),
  };
}

function withoutTrouble({ trouble: _trouble, ...view }: WatchView): WatchView {
  return view;
}

/** Updates the watch itself reports, with their log level. */
const said: Partial<Record<JobUpdate["type"], string>> = { rule: "warn", spend: "warn", checkpoint: "info" };

/** The view with an update's figures taken over. */
function withFigures(view: WatchView, update: JobUpdate): WatchView {
  switch (update.type) {
    case "status":
      return withStatus(view, update);
    case "event":
      return withLine(view, { at: update.at, event: update.event });
    case "metrics":
      return withStep(view, update);
    case "spend":
      return { ...view, spend: update };
    case "end":
      return { ...view, status: update.status, end: update };
    case "rule":
    case "checkpoint":
    case "retrying":
    case "stalled":
      return view;
  }
}

/** The view after one more update. Pure. */
export function foldUpdate(before: WatchView, update: JobUpdate): WatchView {
  const words = updateWords(update) ?? "";
  if (update.type === "retrying" || update.type === "stalled") return { ...before, trouble: words };
  const view = withFigures(withoutTrouble(before), update);
  const level = said[update.type];
  return level === undefined || words === "" ? view : say(view, level, words);
}
