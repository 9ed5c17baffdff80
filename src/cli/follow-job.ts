import type { FineTuningApi } from "../job/api.js";
import { type JobUpdate, watchJob } from "../job/watch.js";
import { reportUpdate } from "../report/report-updates.js";
import type { Context } from "./context.js";
import { ExitCode, exitCodeOfStatus } from "./exit-code.js";

function updateLine(update: JobUpdate, context: Context): string {
  if (!context.json) return reportUpdate(update, context.style) ?? "";
  const line = update.type === "end" ? { ...update, exitCode: exitCodeOfStatus(update.status) } : update;
  return `${JSON.stringify(line)}\n`;
}

/** Writes what happens to a job, one line an update, until it is finished or paused. */
export async function followJob(
  context: Context,
  api: FineTuningApi,
  jobId: string,
  interval: number,
): Promise<ExitCode> {
  const { now, sleep } = context;
  for await (const update of watchJob(api, jobId, { interval, now, sleep })) {
    context.stdout.write(updateLine(update, context));
    if (update.type === "end") {
      if (update.status === "paused") context.hint(`Let it go on: rft resume ${jobId}`);
      if (update.status === "succeeded") context.hint(`What came of it: rft metrics ${jobId}`);
      return exitCodeOfStatus(update.status);
    }
  }
  return ExitCode.interrupted;
}
