import type { RuleSet } from "#rules/rule-set.js";
import type { Spread } from "./spread.js";

/** The step at which the service pauses a job by itself; null if the job ends before that. */
export interface PausePlace {
  /** Dollars at which it does; absent for a model whose jobs it does not pause. */
  dollars?: number;
  /** Absent if the cost is not known. */
  step?: { low: number | null; likely: number | null; high: number | null };
}

export interface PauseInput {
  steps: Spread;
  dollars: Spread | undefined;
  /** Whether the service pauses jobs of this model. */
  pauses: boolean;
  rules: RuleSet;
}

/** The step in which the spend reaches the limit, if it grows evenly; null if the job ends before that. */
function pausedOn(steps: number, dollars: number, limit: number): number | null {
  return dollars < limit ? null : Math.max(1, Math.ceil((limit * steps) / dollars));
}

/** Places the service's spending pause, at each end of an estimate. */
export function placePause({ steps, dollars, pauses, rules }: PauseInput): PausePlace {
  if (!pauses) return {};
  const limit = rules.spendingPause.value;
  if (!dollars) return { dollars: limit };
  const at = (end: keyof Spread) => pausedOn(steps[end], dollars[end], limit);
  return { dollars: limit, step: { low: at("low"), likely: at("likely"), high: at("high") } };
}
