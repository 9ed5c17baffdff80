import { findModel } from "./find-model.js";
import type { RuleSet } from "./rule-set.js";

/** What is published of the service's own pause for a model's jobs. */
export interface PublishedPause {
  /** `pauses`: at `dollars`; `never-pauses`: nothing limits the cost; `not-published`: nobody has said either. */
  status: "pauses" | "never-pauses" | "not-published";
  /** Dollars of training and grading, with the date of the newest page that has the number. */
  dollars?: number;
  date?: string;
}

/** Whether, and at which spend, the service pauses jobs of a model by itself. */
export function findPause(rules: RuleSet, model: string): PublishedPause {
  const { value: dollars, date } = rules.spendingPause;
  const canPause = findModel(rules, model)?.canPause;
  if (canPause === undefined) return { status: "not-published" };
  return canPause ? { status: "pauses", dollars, date } : { status: "never-pauses" };
}
