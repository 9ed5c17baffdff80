import { defineCommand } from "../define-command.js";
import { followJob } from "../follow-job.js";

interface Options {
  interval: number;
  since?: (now: Date) => Date;
}

/** `rft watch <job>` */
export const run = defineCommand<[string], Options>(
  "watch",
  async (context, [name], { interval, since }) => {
    const jobId = await context.resolveJob(name);
    return followJob(context, await context.openApi(), jobId, {
      interval,
      ...(since && { since: since(context.now()) }),
    });
  },
  { lines: () => true },
);
