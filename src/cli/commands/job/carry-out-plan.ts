import { RftError } from "#errors.js";
import type { FineTuningApi } from "#service/api.js";
import { type PlannedJob, type Submission, submitJob } from "#job/submit/submit.js";
import type { Transfer } from "#job/submit/submit-options.js";
import { describeTransfer } from "#report/job/describe-transfer.js";
import type { Context } from "#cli/frame/context.js";

const fileTimeout = 10 * 60_000;

/** Shows the progress of uploads, with each file's rate since its start. */
function showTransfers({ elapsed, progress }: Context): (transfer: Transfer) => void {
  const started = new Map<string, { at: number; sent: number }>();
  return (transfer) => {
    const at = elapsed();
    const start = started.get(transfer.path) ?? { at, sent: transfer.sent };
    started.set(transfer.path, start);
    const rate = { seconds: (at - start.at) / 1000, bytes: transfer.sent - start.sent };
    progress.update(describeTransfer(transfer, rate));
  };
}

/** Carries out a plan, showing each step; an interruption says how far it got. */
export async function carryOutPlan(
  context: Context,
  api: FineTuningApi,
  job: PlannedJob,
  again: boolean,
): Promise<Submission> {
  let step = "connecting";
  const progress = async (text: string) => {
    step = text;
    await context.progress.step(text);
  };
  try {
    const { rules, now, elapsed, sleep } = context;
    const ledger = await context.openLedger();
    const onTransfer = showTransfers(context);
    const options = { ledger, rules, now, elapsed, sleep, progress, onTransfer, fileTimeout, again };
    return await submitJob(api, job, options);
  } catch (error) {
    const isUnknown = error instanceof RftError && error.code === "outcome-unknown";
    if (!context.signal.aborted || isUnknown) throw error;
    throw new RftError("interrupted", `interrupted while ${step}: no job was created`, { cause: error });
  }
}
