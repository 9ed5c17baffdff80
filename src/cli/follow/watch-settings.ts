import type { JobFile } from "#job/spec/spec.js";
import type { Context } from "#cli/frame/context.js";

/** What a job file says about watching its job. */
export type WatchSettings = Pick<JobFile, "watch" | "prices">;

/** The watch settings this folder's ledger keeps for a job; the newest if it was submitted more than once. */
async function kept(context: Context, jobId: string) {
  const entries = await (await context.openLedger()).entries();
  const entry = entries.findLast((one) => one.kind === "watch-wishes" && one.jobId === jobId);
  return entry?.kind === "watch-wishes" ? entry : undefined;
}

/** Keeps a job file's watch settings under the job's id, so that a later watch need not be given them. */
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

/** The settings kept if the job was submitted from this folder; a hint names them if they can pause the job. */
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
