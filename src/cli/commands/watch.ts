import { RftError } from "../../errors.js";
import { parseStopRules } from "../../job/stop-rules/stop-rules.js";
import { defineCommand } from "../define-command.js";
import { followJob } from "../follow-job.js";
import { replayPastRun } from "../replay-rules.js";

interface Options {
  interval: number;
  since?: (now: Date) => Date;
  pauseWhen?: string[];
  budget?: number;
  replay?: string;
}

/** `rft watch [job]` */
export const run = defineCommand<[string | undefined], Options>(
  "watch",
  async (context, [name], { interval, since, pauseWhen = [], budget, replay }) => {
    const rules = parseStopRules(pauseWhen);
    if (replay !== undefined) return replayPastRun(context, replay, rules);
    if (name === undefined) {
      throw new RftError("usage", "no job to watch", {
        hint: "Give a job's id, or a past run: rft watch --replay results.csv",
      });
    }
    const jobId = await context.resolveJob(name);
    return followJob(context, await context.openApi(), jobId, {
      interval,
      rules,
      ...(budget !== undefined && { budget }),
      ...(since && { since: since(context.now()) }),
    });
  },
  { lines: ({ replay }) => replay === undefined },
);
