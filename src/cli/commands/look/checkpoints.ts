import type { Checkpoint } from "#service/api.js";
import { allPages } from "#service/all-pages.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportCheckpoints } from "#report/job/report-jobs.js";
import { defineCommand } from "#cli/frame/define-command.js";
import { ExitCode } from "#cli/host/exit-code.js";

/** `rft checkpoints <job>`: oldest first, although the service gives the newest first. */
export const run = defineCommand("checkpoints", async (context, [name]) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const newestFirst: Checkpoint[] = [];
  for await (const one of allPages((page) => api.listCheckpoints(jobId, page))) newestFirst.push(one);
  const data = newestFirst.toReversed();
  context.stdout.write(
    context.json ? jsonDocument("checkpoints", { data }) : reportCheckpoints(data, context.style),
  );
  return ExitCode.ok;
});
