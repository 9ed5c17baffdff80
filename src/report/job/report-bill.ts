import { failedJobBilling } from "#rules/prices.js";
import type { Spend } from "#run/spend/spend.js";
import { count, dollars } from "#words/quantities.js";

/** What a job will have cost if it is cancelled now, in a sentence or two. */
export function reportBill({ training, graders, dollars: all }: Spend): string {
  if (training.steps === 0) return "No step is trained yet: by the service's page nothing is billed.";
  const judged = graders.length > 0 ? ", judges included where a price is known" : "";
  const later =
    graders.length > 0 ? " By the service's page, what judges used is billed separately, later." : "";
  const cost = all === undefined ? "; no price of its model is known" : `, about ${dollars(all)}${judged}`;
  return `What is trained will be billed: ${count(training.steps, "step")}, ${training.hours.toFixed(2)} h${cost} (our estimate).${later}`;
}

/** What a job with this status is billed, where that is not simply what it has trained: of a failed one. */
export function billOfStatus(status: string): string | undefined {
  return status === "failed" ? failedJobBilling.value : undefined;
}
