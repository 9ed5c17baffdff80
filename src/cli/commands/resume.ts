import { resumeJob } from "../../job/change-state.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportStateChange } from "../../report/report-job.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";

/** `rft resume <job>` */
export const run = defineCommand<[string], object>("resume", async (context, [name]) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const change = await resumeJob(api, jobId);
  context.stdout.write(
    context.json ? jsonDocument("resume", change) : reportStateChange(change, context.style),
  );
  if (change.changed) context.hint(`Follow it: rft watch ${jobId}`);
  return ExitCode.ok;
});
