import type { RuleSet } from "#rules/rule-set.js";
import type { SimulatedClock } from "#emulator/state/clock.js";
import { deriveId } from "#emulator/state/derive-id.js";
import { createAdvance } from "./advance.js";
import type { State } from "#emulator/state/state.js";
import type { Store } from "#emulator/state/store.js";

/** The state, advanced to a moment. */
export interface Present {
  readonly state: State;
  /** Simulated unix seconds, fractional. */
  readonly now: number;
  readonly rules: RuleSet;
  /** A fresh id: `newId("file")`. */
  newId(kind: string): string;
}

export interface EmulatedService {
  readonly rules: RuleSet;
  /** Seeds everything random. */
  readonly seed: number;
  /** False where answers omit jobs' metadata. */
  readonly keepMetadata: boolean;
  /** Simulated unix seconds, fractional. */
  now(): number;
  /** The path of an upload's bytes. */
  contentPath: (fileId: string) => string;
  /** Runs the work exclusively, on a state advanced to the present, and saves the state. Turns run in order. */
  turn<T>(work: (present: Present) => T | Promise<T>): Promise<T>;
}

export interface EmulatedServiceParts {
  store: Store;
  clock: SimulatedClock;
  rules: RuleSet;
  /** Seeds the ids, and the jobs that bring no seed of their own. */
  seed: number;
  keepMetadata: boolean;
}

/** Creates an emulated service, whose time passes only when it is asked: it has no timers. */
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
    now: () => clock.now(),
    contentPath: store.contentPath,
    turn(work) {
      const turn = tail.then(() => takeTurn(work));
      tail = turn.catch(() => undefined);
      return turn;
    },
  };
}
