import { pauseJob } from "../../job/change-state.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportStateChange } from "../../report/report-job.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";

/** `rft pause <job>` */
export const run = defineCommand<[string], object>("pause", async (context, [name]) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  const change = await pauseJob(api, jobId);
  context.stdout.write(
    context.json ? jsonDocument("pause", change) : reportStateChange(change, context.style),
  );
  if (change.job.status === "pausing") context.hint(`Wait until it is paused: rft watch ${jobId}`);
  return ExitCode.ok;
});
