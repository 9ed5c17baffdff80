import type { Ledger } from "../job/ledger.js";
import type { WatchOptions } from "../job/watch.js";
import { readSavedWatch } from "../job/watch/read-saved-watch.js";
import { type SavedWatch, deedsOf } from "../job/watch/saved-watch.js";
import type { Context } from "./context.js";

type WatchState = Pick<WatchOptions, "saved" | "save" | "paused" | "isOurPause">;

async function lastState(ledger: Ledger, jobId: string): Promise<SavedWatch | undefined> {
  const entry = (await ledger.entries()).findLast((one) => one.kind === "rule-state" && one.jobId === jobId);
  return entry?.kind === "rule-state" ? readSavedWatch(entry.state) : undefined;
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
 * What a watch keeps in the folder's ledger. A single look keeps all it knows; a long watch what it has done (rules
 * fired, warnings given), when that changes: nothing where no rule is set.
 */
export async function openWatchState(context: Context, jobId: string, once: boolean): Promise<WatchState> {
  const ledger = await context.openLedger();
  const append = writer(context, ledger, once);
  const saved = await lastState(ledger, jobId);
  let last = once || !saved ? "" : JSON.stringify(deedsOf(saved));
  return {
    ...(saved && { saved }),
    async save(watch) {
      const kept = once ? watch : deedsOf(watch);
      const text = JSON.stringify(kept);
      const isNothing = !once && kept.fired.length + kept.warned.length === 0;
      if (text === last || isNothing) return;
      last = text;
      // Through JSON and back: what is undefined is absent in the ledger.
      await append({ kind: "rule-state", jobId, state: JSON.parse(text) });
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
