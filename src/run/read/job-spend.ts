import type { RuleSet } from "#rules/rule-set.js";
import type { FineTuningApi, Job } from "#service/api.js";
import { newEvents } from "#service/list-events.js";
import { stepsOfEvents } from "#run/steps/run-metrics.js";
import { type Spend, pricesOf, spendOf } from "#run/spend/spend.js";

/** What a job has cost so far, from its log. */
export async function readJobSpend(api: FineTuningApi, job: Job, rules: RuleSet): Promise<Spend> {
  const events = await newEvents(api, job.id, new Set());
  const trainingType = job["trainingType"];
  const prices = pricesOf(
    {
      model: job.model ?? rules.defaultModel.value,
      ...(typeof trainingType === "string" && { trainingType }),
    },
    rules,
  );
  return spendOf(stepsOfEvents(events), prices, { events });
}

/** From this share of the limit by our sum, the service's own may have reached it. */
const nearLimit = 0.95;

/** Whether a job has spent so much that it is already past the service's pause, which comes once. */
export function isPastLimit({ dollars }: Spend, rules: RuleSet): boolean {
  return dollars !== undefined && dollars >= nearLimit * rules.spendingPause.value;
}
