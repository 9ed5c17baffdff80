import type { Job } from "#service/api.js";
import { allPages } from "#service/all-pages.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportJobs } from "#report/job/report-jobs.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** `rft list` */
export const run = defineCommand("list", async (context, _, { limit }) => {
  const api = await context.openApi();
  const jobs: Job[] = [];
  for await (const job of allPages((page) => api.listJobs(page))) {
    jobs.push(job);
    if (jobs.length === limit) break;
  }
  context.stdout.write(
    context.json ? jsonDocument("list", { data: jobs }) : reportJobs(jobs, context.offsetAt, context.style),
  );
  return ExitCode.ok;
});
