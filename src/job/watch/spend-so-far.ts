import { StateError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { Job } from "#service/api.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type PricedJob, type Prices, pricesOf, spendOf } from "#run/spend/spend.js";
import type { TimeSources } from "#run/spend/training-time.js";

/** The estimated cost of a run so far. */
export interface SpendSoFar {
  hours: number;
  /** Training and grading; absent if the hourly price is not published. */
  dollars?: number;
}

/** The prices that apply to a job; the job file's own take precedence. */
export function pricesOfJob(job: Job, ruleSet: RuleSet, own?: PricedJob["prices"]): Prices {
  const type = job["trainingType"];
  const trainingType = typeof type === "string" ? type : undefined;
  return pricesOf({ model: job.model ?? ruleSet.defaultModel.value, trainingType, prices: own }, ruleSet);
}

/**
 * What the steps have cost.
 * @param sources the event with the service's bill takes precedence over our sum
 */
export function spendSoFar(steps: readonly StepMetrics[], prices: Prices, sources?: TimeSources): SpendSoFar {
  const { training, dollars } = spendOf(steps, prices, sources);
  return { hours: training.hours, ...(dollars !== undefined && { dollars }) };
}

/** Adds seconds of training that no step has reported yet. */
export function withOpenTime(
  { hours, dollars }: SpendSoFar,
  seconds: number,
  { trainingHour }: Prices,
): SpendSoFar {
  const open = Math.max(0, seconds) / 3600;
  const isPriced = dollars !== undefined && trainingHour !== undefined;
  return { hours: hours + open, ...(isPriced && { dollars: dollars + open * trainingHour }) };
}

/**
 * Refuses to limit dollars if we cannot compute them.
 * @throws StateError
 */
export function refuseUnpriced({ id, model }: Job, prices: Prices): void {
  if (prices.trainingHour !== undefined) return;
  throw new StateError(`${id} trains ${model ?? "a model"}, and what an hour of that costs is not known`, {
    hint: "Leave out --budget and the rule budget; hours:<n> and step:<n> limit such a job.",
  });
}
