import type { FineTuningApi } from "../job/api.js";
import { RftError } from "../errors.js";
import { type WatchOptions, watchJob } from "../job/watch.js";
import type { JobEnd, JobUpdate } from "../job/watch/job-update.js";
import { jsonLine } from "../report/json-document.js";
import { reportUpdate } from "../report/report-updates.js";
import type { Context } from "./context.js";
import { ExitCode, exitCodeOfStatus } from "./exit-code.js";

function updateLine(update: JobUpdate, context: Context): string {
  if (!context.json) return reportUpdate(update, context.style) ?? "";
  const line = update.type === "end" ? { ...update, exitCode: exitCodeOfStatus(update.status) } : update;
  return jsonLine(line);
}

/** How a job is followed. */
export type FollowOptions = Omit<WatchOptions, "now" | "sleep" | "ruleSet">;

/** Said after Ctrl-C. */
const left = "stopped watching; the job itself goes on";

/**
 * Writes what happens to a job, one line an update, until it is finished or paused, or nobody reads any more.
 * @throws RftError `interrupted` after Ctrl-C
 */
export async function followJob(
  context: Context,
  api: FineTuningApi,
  jobId: string,
  options: FollowOptions,
): Promise<ExitCode> {
  const { now, stdout, rules: ruleSet } = context;
  const sleep = async (milliseconds: number) => {
    await context.sleep(milliseconds);
    if (stdout.closed) throw new RftError("interrupted", left);
  };
  try {
    for await (const update of watchJob(api, jobId, { ...options, now, sleep, ruleSet })) {
      stdout.write(updateLine(update, context));
      if (update.type === "end") return endOfJob(context, jobId, update);
    }
  } catch (error) {
    if (stdout.closed) return ExitCode.ok;
    throw context.signal.aborted ? new RftError("interrupted", left, { cause: error }) : error;
  }
  return ExitCode.interrupted;
}

function endOfJob(context: Context, jobId: string, { status }: JobEnd): ExitCode {
  if (status === "paused") context.hint(`Let it go on: rft resume ${jobId}`);
  if (status === "succeeded") context.hint(`What came of it: rft metrics ${jobId}`);
  return exitCodeOfStatus(status);
}
