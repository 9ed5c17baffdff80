import { RftError } from "#errors.js";
import { pauseJob } from "#service/change-state.js";
import { finishChange } from "./change-job.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** Records that the pause was ours; failing to write that down must not hide that the job is paused. */
async function remember(context: Context, jobId: string): Promise<void> {
  try {
    await (await context.openLedger()).append({ kind: "paused-by-us", jobId });
  } catch (error) {
    if (!(error instanceof RftError)) throw error;
    context.hint(`${error.message}: rft watch will not know here that the pause was yours`);
  }
}

/** `rft pause <job>` */
export const run = defineCommand("pause", async (context, [name], options) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const change = await pauseJob(api, jobId);
  if (change.changed) await remember(context, jobId);
  const { job } = await finishChange({ context, api, verb: "pause" }, change, options);
  if (job.status === "pausing") context.hint(`Wait until it is paused: rft pause ${jobId} --wait`);
  if (job.status === "paused") context.hint(`Let it go on: rft resume ${jobId}`);
  return ExitCode.ok;
});
