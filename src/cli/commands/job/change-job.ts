import { RftError } from "#errors.js";
import type { FineTuningApi } from "#service/api.js";
import type { StateChange, StateVerb } from "#service/change-state.js";
import type { Spend } from "#run/spend/spend.js";
import { jsonDocument } from "#report/text/json-document.js";
import { reportStateChange } from "#report/job/report-job.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";

/**
 * With --wait, waits for the change to take effect; then writes the job's state.
 * @param spend what the job has cost so far, if known
 */
export async function finishChange(
  { context, api, verb }: { context: Context; api: FineTuningApi; verb: StateVerb },
  change: StateChange,
  { wait, timeout }: OptionsOf<"pause" | "resume" | "cancel">,
  spend?: Spend,
): Promise<StateChange> {
  const { json, stdout, style, elapsed, sleep, progress } = context;
  let settled = change;
  if (wait === true) {
    const { awaitChange: settleJob } = await import("#job/watch/await-change.js");
    await progress.step(`waiting until ${verb} has had its effect`);
    try {
      settled = { ...change, job: await settleJob(api, change.job, verb, { timeout, elapsed, sleep }) };
    } catch (error) {
      const stopped = `stopped waiting; ${change.job.id} was asked to ${verb}, and that stands`;
      throw context.signal.aborted ? new RftError("interrupted", stopped, { cause: error }) : error;
    }
    progress.done();
  }
  stdout.write(
    json ? jsonDocument(verb, { ...settled, ...(spend && { spend }) }) : reportStateChange(settled, style),
  );
  return settled;
}
