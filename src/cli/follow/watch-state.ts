import type { Ledger } from "#job/ledger/ledger.js";
import type { WatchOptions } from "#job/watch/watch.js";
import { readSavedWatch } from "#job/watch/read-saved-watch.js";
import { type SavedWatch, actionsOf } from "#job/watch/saved-watch.js";
import type { Context } from "#cli/frame/context.js";

type WatchState = Pick<WatchOptions, "saved" | "save" | "paused" | "isOurPause">;

/** A state as the ledger holds it, and parsed if it can be. */
interface LastState {
  text: string;
  saved: SavedWatch | undefined;
}

async function lastState(ledger: Ledger, jobId: string): Promise<LastState | undefined> {
  const entry = (await ledger.entries()).findLast((one) => one.kind === "rule-state" && one.jobId === jobId);
  return entry?.kind === "rule-state"
    ? { text: JSON.stringify(entry.state), saved: readSavedWatch(entry.state) }
    : undefined;
}

/** Writes to the ledger. An unwritable folder must not end an overnight watch, so that is only reported, once. */
function writer(context: Context, ledger: Ledger, isFatal: boolean): Ledger["append"] {
  let isSaid = false;
  return async (entry) => {
    try {
      await ledger.append(entry);
    } catch (error) {
      if (isFatal) throw error;
      if (!isSaid) context.hint(`${String(error)}; the watch goes on, a later one will not know of it`);
      isSaid = true;
    }
  };
}

/**
 * What a watch keeps in the folder's ledger whenever it changes: with --once everything it knows, otherwise only what
 * it has done (rules fired, warnings given). The ledger is append-only, so each look that brings news adds a line that
 * grows with the run: 2.6 MB after a day of looks every ten minutes at a run of 288 steps (measured).
 */
export async function openWatchState(context: Context, jobId: string, once: boolean): Promise<WatchState> {
  const ledger = await context.openLedger();
  const append = writer(context, ledger, once);
  const { text = "", saved } = (await lastState(ledger, jobId)) ?? {};
  let last = once || !saved ? text : JSON.stringify(actionsOf(saved));
  return {
    ...(saved && { saved }),
    async save(watch) {
      const kept = once ? watch : actionsOf(watch);
      const now = JSON.stringify(kept);
      const isNothing = !once && kept.fired.length + kept.warned.length === 0;
      if (now === last || isNothing) return;
      last = now;
      // The round trip through JSON drops undefined members.
      await append({ kind: "rule-state", jobId, state: JSON.parse(now) });
    },
    paused: async (rules) => append({ kind: "paused-by-us", jobId, rule: rules.join(", ") }),
    async isOurPause(since) {
      const entries = await ledger.entries();
      return entries.some(
        (one) => one.kind === "paused-by-us" && one.jobId === jobId && new Date(one.at) > since,
      );
    },
  };
}
