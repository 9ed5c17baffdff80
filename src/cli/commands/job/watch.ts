import { FindingsError, RftError } from "#errors.js";
import { loadJob } from "#job/spec/read-spec.js";
import { type ArmedRule, parseStopRules } from "#run/stop-rules/stop-rules.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { followJob } from "#cli/follow/follow-job.js";
import { replayPastRun } from "./replay-rules.js";
import { type WatchSettings, watchSettingsOf } from "#cli/follow/watch-settings.js";

type Options = OptionsOf<"watch">;

/** The parts of a job file that are not sent: stop rules and prices. */
async function readJobFile(path: string, { cwd }: Context): Promise<WatchSettings> {
  const { spec, findings } = await loadJob(path, cwd);
  if (!spec) throw new FindingsError(findings);
  return spec.file;
}

/** The stop rules of a job file and of the command line. */
function rulesOf({ watch }: WatchSettings, { pauseWhen = [] }: Options): ArmedRule[] {
  return parseStopRules([...(watch?.pause_when ?? []), ...pauseWhen]);
}

/** The job to watch, which is required without --replay. */
function jobToWatch(name: string | undefined): string {
  if (name !== undefined) return name;
  throw new RftError("usage", "no job to watch", {
    hint: "Give a job's id, or a past run: rft watch --replay results.csv",
  });
}

function refuseJobBesideReplay(name: string | undefined, run: string): void {
  if (name === undefined) return;
  throw new RftError("usage", `--replay looks at a past run: ${name} would not be watched`, {
    hint: `Leave out ${name} (rft watch --replay ${run}), or leave out --replay.`,
  });
}

/** `rft watch [job]` */
export const run = defineCommand(
  "watch",
  async (context, [name], options) => {
    const { job, replay, since, pauseWhen: _, ...followed } = options;
    const ofFile = job === undefined ? undefined : await readJobFile(job, context);
    const rules = rulesOf(ofFile ?? {}, options);
    if (replay !== undefined) {
      refuseJobBesideReplay(name, replay);
      return replayPastRun(context, replay, rules);
    }
    const jobId = await context.resolveJob(jobToWatch(name));
    const wishes = ofFile ?? (await watchSettingsOf(context, jobId));
    return followJob(context, await context.openApi(), jobId, {
      ...followed,
      rules: rulesOf(wishes, options),
      ...(wishes.prices && { prices: wishes.prices }),
      ...(since && { since }),
    });
  },
  { lines: ({ replay }) => replay === undefined },
);
