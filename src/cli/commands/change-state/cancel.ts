import { RftError } from "#errors.js";
import { cancelJob } from "#service/change-state.js";
import { readJobSpend } from "#run/read/job-spend.js";
import type { Spend } from "#run/spend/spend.js";
import { isTerminal } from "#service/status.js";
import { reportBill } from "#report/job/report-bill.js";
import { type ChangeOptions, finishChange } from "./change-job.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** Asks, where somebody can be asked. */
async function confirm(context: Context, jobId: string, spend: Spend): Promise<boolean> {
  const { globals } = context;
  const bill = reportBill(spend);
  if (globals.yes === true) {
    context.hint(bill);
    return true;
  }
  if (!globals.input || context.json || !context.isInteractive()) {
    throw new RftError(
      "usage",
      `cancelling ${jobId} cannot be undone and nobody can be asked here. ${bill}`,
      {
        hint: `Say --yes. To keep the chance to go on, pause it: rft pause ${jobId}`,
      },
    );
  }
  context.stderr.write(`${bill}\n`);
  const answer = await context.ask(`Cancel ${jobId} for good? [y/N] `);
  if (answer === undefined) throw new RftError("interrupted", "interrupted: the job goes on");
  return /^y(?:es)?$/i.test(answer.trim());
}

/** `rft cancel <job>` */
export const run = defineCommand<[string], ChangeOptions>("cancel", async (context, [name], options) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const before = await api.getJob(jobId);
  const spend = isTerminal(before.status) ? undefined : await readJobSpend(api, before, context.rules);
  if (spend && !(await confirm(context, jobId, spend))) {
    context.hint("the job goes on");
    return ExitCode.no;
  }
  const change = await cancelJob(api, jobId);
  await finishChange({ context, api, verb: "cancel" }, change, options, spend);
  return ExitCode.ok;
});
