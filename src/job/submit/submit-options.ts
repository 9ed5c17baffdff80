import type { RuleSet } from "#rules/rule-set.js";
import type { Ledger } from "#job/ledger/ledger.js";

/** How far the sending of a file has come. */
export interface Transfer {
  /** As the person wrote it. */
  path: string;
  sent: number;
  bytes: number;
}

/** What carrying out a plan needs from outside. */
export interface SubmitOptions {
  ledger: Ledger;
  rules: RuleSet;
  now: () => Date;
  /** Resolves after so many milliseconds; rejects when interrupted. */
  sleep: (milliseconds: number) => Promise<void>;
  /** Told what is under way, one short sentence each. */
  progress: (step: string) => Promise<void>;
  /** Told while a file is being sent. */
  onTransfer?: (transfer: Transfer) => void;
  /** Milliseconds to wait for one file at the most. */
  fileTimeout: number;
  /** True to create a job even where the same one stands at the service, or may. */
  again: boolean;
}
