import type { JobFile } from "#job/spec/spec.js";
import type { Context } from "#cli/frame/context.js";

/** What a job file says of how its job is to be watched. */
export type WatchSettings = Pick<JobFile, "watch" | "prices">;

/** What this folder's ledger keeps of the wishes of a job's file; the newest where it was submitted more than once. */
async function kept(context: Context, jobId: string) {
  const entries = await (await context.openLedger()).entries();
  const entry = entries.findLast((one) => one.kind === "watch-wishes" && one.jobId === jobId);
  return entry?.kind === "watch-wishes" ? entry : undefined;
}

/** Keeps what a job file wishes with the job it became, so that a later watch need not be told. */
export async function keepWatchSettings(
  context: Context,
  jobId: string,
  { watch, prices }: WatchSettings,
): Promise<void> {
  const pauseWhen = watch?.pause_when ?? [];
  const before = await kept(context, jobId);
  const isSame =
    JSON.stringify([before?.pauseWhen ?? [], before?.prices]) === JSON.stringify([pauseWhen, prices]);
  if (isSame) return;
  const ledger = await context.openLedger();
  await ledger.append({ kind: "watch-wishes", jobId, pauseWhen, ...(prices && { prices }) });
}

/** What was wished where the job was submitted from this folder; said where it can pause the job. */
export async function watchSettingsOf(context: Context, jobId: string): Promise<WatchSettings> {
  const entry = await kept(context, jobId);
  if (!entry) return {};
  const { pauseWhen, prices } = entry;
  if (pauseWhen.length > 0) {
    context.hint(
      `Stop rules of the job file, as submitted: ${pauseWhen.join(", ")} (--job takes another's).`,
    );
  }
  return { watch: { pause_when: pauseWhen }, ...(prices && { prices }) };
}
