import { FindingsError, RftError } from "../../errors.js";
import { loadJob } from "../../job/read-spec.js";
import { parseStopRules } from "../../job/stop-rules/stop-rules.js";
import type { Context } from "../context.js";
import { defineCommand } from "../define-command.js";
import { followJob } from "../follow-job.js";
import { replayPastRun } from "../replay-rules.js";
import { type WatchWishes, wishesOf } from "../watch-wishes.js";

interface Options {
  interval: number;
  since?: (now: Date) => Date;
  pauseWhen?: string[];
  budget?: number;
  job?: string;
  once?: boolean;
  onChange?: string;
  webhook?: string;
  replay?: string;
}

/** What a job file says that is not sent: rules and prices. */
async function readJobFile(path: string, { cwd }: Context): Promise<WatchWishes> {
  const { spec, findings } = await loadJob(path, cwd);
  if (!spec) throw new FindingsError(findings);
  return spec.file;
}

/** `rft watch [job]` */
export const run = defineCommand<[string | undefined], Options>(
  "watch",
  async (context, [name], { since, pauseWhen = [], job, replay, ...options }) => {
    const ofFile = job === undefined ? undefined : await readJobFile(job, context);
    const rulesOf = ({ watch }: WatchWishes) => parseStopRules([...(watch?.pause_when ?? []), ...pauseWhen]);
    if (replay !== undefined && name !== undefined) {
      throw new RftError("usage", `--replay looks at a past run: ${name} would not be watched`, {
        hint: `Leave out ${name} (rft watch --replay ${replay}), or leave out --replay.`,
      });
    }
    const rules = rulesOf(ofFile ?? {});
    if (replay !== undefined) return replayPastRun(context, replay, rules);
    if (name === undefined) {
      throw new RftError("usage", "no job to watch", {
        hint: "Give a job's id, or a past run: rft watch --replay results.csv",
      });
    }
    const jobId = await context.resolveJob(name);
    const wishes = ofFile ?? (await wishesOf(context, jobId));
    return followJob(context, await context.openApi(), jobId, {
      ...options,
      rules: rulesOf(wishes),
      ...(wishes.prices && { prices: wishes.prices }),
      ...(since && { since: since(context.now()) }),
    });
  },
  { lines: ({ replay }) => replay === undefined },
);
