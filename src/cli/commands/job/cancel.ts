import { cancelJob } from "#service/change-state.js";
import { readJobSpend } from "#run/read/job-spend.js";
import { isTerminal } from "#service/status.js";
import { reportBill } from "#report/job/report-bill.js";
import { finishChange } from "./change-job.js";
import { type Question, confirm } from "#cli/frame/confirm.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

function questionOf(jobId: string, bill: string): Question {
  return {
    before: bill,
    text: `Cancel ${jobId} for good?`,
    unasked: `cancelling ${jobId} cannot be undone and nobody can be asked here. ${bill}`,
    unaskedHint: `Say --yes. To keep the chance to go on, pause it: rft pause ${jobId}`,
    otherwise: "the job goes on",
  };
}

/** `rft cancel <job>` */
export const run = defineCommand("cancel", async (context, [name], options) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const before = await api.getJob(jobId);
  const spend = isTerminal(before.status) ? undefined : await readJobSpend(api, before, context.rules);
  if (spend) {
    const bill = reportBill(spend);
    if (context.globals.yes === true) context.hint(bill);
    if (!(await confirm(context, questionOf(jobId, bill)))) return ExitCode.no;
  }
  const change = await cancelJob(api, jobId);
  await finishChange({ context, api, verb: "cancel" }, change, options, spend);
  return ExitCode.ok;
});
