import { type PublishedPause, findPause } from "#rules/find-pause.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Spread } from "./spread.js";

/** What is published of the service's pause, and the step at which it falls. */
export interface PausePlace extends PublishedPause {
  /** Null if the job ends before that; absent if the cost is not known. */
  step?: { low: number | null; likely: number | null; high: number | null };
}

export interface PauseInput {
  model: string;
  steps: Spread;
  dollars: Spread | undefined;
  rules: RuleSet;
}

/** The step in which the spend reaches the limit, if it grows evenly; null if the job ends before that. */
function pausedOn(steps: number, dollars: number, limit: number): number | null {
  return dollars < limit ? null : Math.max(1, Math.ceil((limit * steps) / dollars));
}

/** Places the service's spending pause, at each end of an estimate. */
export function placePause({ model, steps, dollars, rules }: PauseInput): PausePlace {
  const pause = findPause(rules, model);
  const { dollars: limit } = pause;
  if (limit === undefined || !dollars) return pause;
  const at = (end: keyof Spread) => pausedOn(steps[end], dollars[end], limit);
  return { ...pause, step: { low: at("low"), likely: at("likely"), high: at("high") } };
}
