import type { FineTuningApi } from "#service/api.js";
import { RftError } from "#errors.js";
import { createForecaster } from "#job/forecast/read-forecast.js";
import { type WatchOptions, watchJob } from "#job/watch/watch.js";
import type { JobEnd, JobUpdate } from "#job/watch/job-update.js";
import { jsonLine } from "#report/text/json-document.js";
import { reportUpdate } from "#report/watch/report-updates.js";
import { duration } from "#words/quantities.js";
import type { Context } from "#cli/frame/context.js";
import { serviceNow } from "#cli/frame/service-now.js";
import { ExitCode, exitCodeOfStatus } from "#cli/host/exit-code.js";
import type { LiveView } from "./live-view.js";
import { type HookOptions, createHooks } from "./watch-hooks.js";
import { openWatchState } from "./watch-state.js";

/** How a job is followed. */
export type FollowOptions = Pick<
  WatchOptions,
  "interval" | "since" | "isKnown" | "rules" | "budget" | "prices" | "once" | "exitOnPreemption"
> &
  HookOptions;

/** Said after Ctrl-C. */
const left = "stopped watching; the job itself goes on";
/** Milliseconds between two frames while nothing happens. */
const frame = 1000;

function updateLine(update: JobUpdate, context: Context): string {
  if (!context.json) return reportUpdate(update, context.offsetAt, context.style) ?? "";
  const line = update.type === "end" ? { ...update, exitCode: exitCodeOfStatus(update.status) } : update;
  return jsonLine(line);
}

/** True if the screen can be repainted: a terminal with a width, and neither --json nor --quiet. */
function canPaint({ stdout, json, env, globals }: Context): boolean {
  return (
    stdout.isTTY && stdout.columns !== undefined && !json && env["TERM"] !== "dumb" && globals.quiet !== true
  );
}

/** Loaded only to paint a screen: the code that measures text on a terminal takes 25 ms to load. */
async function openLiveView(context: Context, api: FineTuningApi, jobId: string): Promise<LiveView> {
  const { createLiveView } = await import("./live-view.js");
  return createLiveView(context, jobId, () => serviceNow(api, context));
}

/** Writes each update as a line, where no screen can be painted. */
function createLines(context: Context): LiveView {
  return {
    take: (update) => context.stdout.write(updateLine(update, context)),
    paint: () => {},
    close: () => {},
  };
}

/** Sleeps in pieces and paints the screen before each; ends the watch once stdout is closed. */
function createSleep({ sleep, stdout }: Context, view: LiveView): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    for (let rest = milliseconds; rest > 0; rest -= frame) {
      view.paint();
      await sleep(Math.min(rest, frame));
      if (stdout.closed) throw new RftError("interrupted", left);
    }
  };
}

/** A new status with when the job is expected to start and end. */
async function withForecast(
  update: JobUpdate,
  forecastOf: ReturnType<typeof createForecaster>,
): Promise<JobUpdate> {
  if (update.type !== "status") return update;
  const forecast = await forecastOf(update.job, new Date(update.at));
  return forecast ? { ...update, forecast } : update;
}

/** True if an earlier --once already told the hooks of this end: they fire once, however often a schedule looks. */
function wasTold(update: JobUpdate, once: boolean | undefined, saved: WatchOptions["saved"]): boolean {
  return once === true && update.type === "end" && saved?.status === update.status;
}

/**
 * Shows a job's updates, on one screen or as lines, until it is finished or paused, or stdout is closed.
 * @throws RftError `interrupted` after Ctrl-C
 */
export async function followJob(
  context: Context,
  api: FineTuningApi,
  jobId: string,
  { onChange, webhook, ...options }: FollowOptions,
): Promise<ExitCode> {
  const { now, stdout, rules: ruleSet } = context;
  const isPainted = canPaint(context) && options.once !== true;
  const view = isPainted ? await openLiveView(context, api, jobId) : createLines(context);
  const onFailure = (reason: string) => context.hint(`no past jobs for a forecast: ${reason}`);
  const forecastOf = createForecaster({ api, rules: ruleSet, onFailure });
  const hooks = createHooks(context, jobId, { onChange, webhook });
  const sleep = isPainted ? createSleep(context, view) : plainSleep(context);
  const rangeAssumed = () =>
    context.hint("The range of this grader's scores is not known: the rules take it to be 0 to 1.");
  const clockDiffers = (seconds: number) =>
    context.hint(
      `This machine's clock is ${duration(Math.abs(seconds))} ${seconds > 0 ? "ahead of" : "behind"} the service's: times and spend here are by the service's.`,
    );
  const state = await openWatchState(context, jobId, options.once === true);
  let end: JobEnd | undefined;
  try {
    for await (const update of watchJob(api, jobId, {
      ...options,
      ...state,
      now,
      sleep,
      ruleSet,
      rangeAssumed,
      clockDiffers,
    })) {
      view.take(await withForecast(update, forecastOf));
      if (!wasTold(update, options.once, state.saved)) hooks.tell(update);
      if (update.type === "end") end = update;
    }
  } catch (error) {
    if (stdout.closed) return ExitCode.ok;
    throw context.signal.aborted ? new RftError("interrupted", left, { cause: error }) : error;
  } finally {
    view.close();
    await hooks.finish();
  }
  return end ? endOfJob(context, jobId, end) : ExitCode.ok;
}

function plainSleep({ sleep, stdout }: Context): (milliseconds: number) => Promise<void> {
  return async (milliseconds) => {
    await sleep(milliseconds);
    if (stdout.closed) throw new RftError("interrupted", left);
  };
}

function endOfJob(context: Context, jobId: string, { status, checkpoint }: JobEnd): ExitCode {
  if (status === "paused") {
    if (checkpoint !== undefined) context.hint(`Newest checkpoint: ${checkpoint}`);
    context.hint(`Let it go on: rft resume ${jobId}`);
  }
  if (status === "succeeded") context.hint(`What came of it: rft metrics ${jobId}`);
  return exitCodeOfStatus(status);
}
