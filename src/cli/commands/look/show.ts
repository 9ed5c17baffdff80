import { jsonDocument } from "#report/text/json-document.js";
import { reportJobFacts } from "#report/job/report-jobs.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** `rft show <job>` */
export const run = defineCommand("show", async (context, [name]) => {
  const jobId = await context.resolveJob(name);
  const job = await (await context.openApi()).getJob(jobId);
  context.stdout.write(
    context.json ? jsonDocument("show", { job }) : reportJobFacts(job, context.offsetAt, context.style),
  );
  return ExitCode.ok;
});
