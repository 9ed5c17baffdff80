import type { FineTuningApi, Job } from "#service/api.js";
import { resumeJob } from "#service/change-state.js";
import { isPastLimit, readJobSpend } from "#run/read/job-spend.js";
import { dollars, grouped } from "#words/quantities.js";
import { finishChange } from "./change-job.js";
import { confirm } from "#cli/frame/confirm.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";

type Options = OptionsOf<"resume">;

/** What the person must type. */
const words = "no limit";

/**
 * Asks before a job past the service's spending limit goes on: the service has no further limit after that.
 * @returns false if the person says no
 */
async function allowWithoutLimit(
  context: Context,
  api: FineTuningApi,
  job: Job,
  { spendingLimit }: Options,
): Promise<boolean> {
  if (job.status !== "paused") return true;
  const spend = await readJobSpend(api, job, context.rules);
  if (spend.dollars === undefined || !isPastLimit(spend, context.rules)) return true;
  const { globals, rules } = context;
  const limit = grouped(rules.spendingPause.value);
  const spent = `${job.id} has cost about ${dollars(spend.dollars)}; the service pauses a job once, at $${limit} by its page of ${rules.spendingPause.date}, and has no limit after that`;
  if (globals.yes === true && !spendingLimit) return true;
  return confirm(context, {
    before: `${spent}.`,
    text: `To let it go on without a limit, type "${words}":`,
    words,
    unasked: spent,
    unaskedHint: "To let it go on without a limit say --yes --no-spending-limit.",
    otherwise: "the job stays paused",
  });
}

/** `rft resume <job>` */
export const run = defineCommand("resume", async (context, [name], options) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const isAllowed = await allowWithoutLimit(context, api, await api.getJob(jobId), options);
  if (!isAllowed) return ExitCode.no;
  const change = await resumeJob(api, jobId);
  await finishChange({ context, api, verb: "resume" }, change, options);
  if (change.changed) context.hint(`Follow it: rft watch ${jobId}`);
  return ExitCode.ok;
});
