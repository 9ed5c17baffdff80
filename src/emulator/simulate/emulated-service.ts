import type { RuleSet } from "#rules/rule-set.js";
import type { SimulatedClock } from "#emulator/state/clock.js";
import { deriveId } from "#emulator/state/derive-id.js";
import { createAdvance } from "./advance.js";
import type { State } from "#emulator/state/state.js";
import type { Store } from "#emulator/state/store.js";

/** The state, brought up to a moment. */
export interface Present {
  readonly state: State;
  /** Simulated unix seconds, with fractions. */
  readonly now: number;
  readonly rules: RuleSet;
  /** An id that was never given out before: `newId("file")`. */
  newId(kind: string): string;
}

/** What the routes act on. */
export interface EmulatedService {
  readonly rules: RuleSet;
  /** Of all that chance decides. */
  readonly seed: number;
  /** False where the metadata of jobs is in no answer. */
  readonly keepMetadata: boolean;
  /** Where the bytes of an upload stand. */
  contentPath: (fileId: string) => string;
  /** Does the work alone, on a state brought up to the present, and saves it. Turns run in order. */
  turn<T>(work: (present: Present) => T | Promise<T>): Promise<T>;
}

/** What an emulated service is made of. */
export interface EmulatedServiceParts {
  store: Store;
  clock: SimulatedClock;
  rules: RuleSet;
  /** Of the ids given out, and of the seeds of jobs that bring none. */
  seed: number;
  keepMetadata: boolean;
}

/** Makes an emulated service, whose time passes only when somebody looks: it has no timers. */
export function createEmulatedService({
  store,
  clock,
  rules,
  seed,
  keepMetadata,
}: EmulatedServiceParts): EmulatedService {
  const { state } = store;
  const advance = createAdvance({ rules, seed, contentPath: store.contentPath });
  let tail: Promise<unknown> = Promise.resolve();

  async function takeTurn<T>(work: (present: Present) => T | Promise<T>): Promise<T> {
    const now = clock.now();
    await advance(state, now);
    try {
      return await work({ state, now, rules, newId: (kind) => deriveId(kind, seed, state.counter++) });
    } finally {
      await store.save(now);
    }
  }

  return {
    rules,
    seed,
    keepMetadata,
    contentPath: store.contentPath,
    turn(work) {
      const turn = tail.then(() => takeTurn(work));
      tail = turn.catch(() => undefined);
      return turn;
    },
  };
}
