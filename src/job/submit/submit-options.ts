import type { RuleSet } from "#rules/rule-set.js";
import type { Ledger } from "#job/ledger/ledger.js";

/** Progress of sending a file. */
export interface Transfer {
  /** As the user wrote it. */
  path: string;
  sent: number;
  bytes: number;
}

/** What carrying out a plan needs from outside. */
export interface SubmitOptions {
  ledger: Ledger;
  rules: RuleSet;
  now: () => Date;
  /** Milliseconds of a clock that nobody sets: waits end by it. */
  elapsed: () => number;
  /** Resolves after this many milliseconds; rejects when interrupted. */
  sleep: (milliseconds: number) => Promise<void>;
  /** Called with each action, as one short sentence. */
  progress: (step: string) => Promise<void>;
  /** Called while a file is being sent. */
  onTransfer?: (transfer: Transfer) => void;
  /** The longest wait for one file, in milliseconds. */
  fileTimeout: number;
  /** True to create a job even if the service has, or may have, the same one. */
  again: boolean;
}
