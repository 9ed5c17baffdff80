import type { Ledger } from "#job/ledger/ledger.js";
import type { WatchOptions } from "#job/watch/watch.js";
import { readSavedWatch } from "#job/watch/read-saved-watch.js";
import { type SavedWatch, actionsOf } from "#job/watch/saved-watch.js";
import type { Context } from "#cli/frame/context.js";

type WatchState = Pick<WatchOptions, "saved" | "save" | "paused" | "isOurPause">;

/** As it stands in the ledger, and what of it can be read. */
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

/** Writes to the ledger; a folder that cannot be written must not end a watch in the night, and is said once. */
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
 * What a watch keeps in the folder's ledger, when it changes: a single look all it knows; a long watch what it has done
 * (rules fired, warnings given), nothing where no rule is set. The ledger is only ever added to, so each look that brings
 * news adds a line that grows with the run: 2.6 MB after a
 * day of looks every ten minutes at a run of 288 steps (measured).
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
      // Through JSON and back: what is undefined is absent in the ledger.
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
