import { defineCommand } from "../define-command.js";
import { followJob } from "../follow-job.js";

interface Options {
  interval: number;
}

/** `rft watch <job>` */
export const run = defineCommand<[string], Options>(
  "watch",
  async (context, [jobId], { interval }) => followJob(context, await context.openApi(), jobId, interval),
  { lines: () => true },
);
