import { RftError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import { readEstimateFacts } from "./estimate-facts.js";
import { estimateJob } from "./estimate.js";
import type { JobSpec, PlanFacts } from "#job/spec/spec.js";
import type { Spread } from "./spread.js";

/** What a price follows from, beside the job. */
export interface PriceInput {
  rules: RuleSet;
  /** What an earlier reading has found of the job's files: they are read again only where it does not tell all. */
  facts?: PlanFacts;
  signal: AbortSignal | undefined;
}

/** Dollars a job costs by our estimate; undefined where its rows are not here, cannot be read, or no price is known. */
export async function priceOfJob(
  spec: JobSpec,
  { rules, ...input }: PriceInput,
): Promise<Spread | undefined> {
  try {
    return estimateJob(spec, await readEstimateFacts(spec, input), rules).dollars;
  } catch (error) {
    // What cannot be read has its own finding, and may have been forced.
    if (error instanceof RftError && error.code === "input") return undefined;
    throw error;
  }
}
