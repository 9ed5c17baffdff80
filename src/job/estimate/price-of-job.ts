import { RftError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import { readEstimateFacts } from "./estimate-facts.js";
import { estimateJob } from "./estimate.js";
import type { JobSpec, PlanFacts } from "#job/spec/spec.js";
import type { Spread } from "./spread.js";

/** The inputs of a price, besides the job. */
export interface PriceInput {
  rules: RuleSet;
  /** What an earlier read found in the job's files: they are read again only if that is not enough. */
  facts?: PlanFacts;
  signal: AbortSignal | undefined;
}

/** Estimated dollars for a job; undefined if its rows are not local or cannot be read, or no price is known. */
export async function priceOfJob(
  spec: JobSpec,
  { rules, ...input }: PriceInput,
): Promise<Spread | undefined> {
  try {
    return estimateJob(spec, await readEstimateFacts(spec, input), rules).dollars;
  } catch (error) {
    // An unreadable file has its own finding, and the user may have forced the submit.
    if (error instanceof RftError && error.code === "input") return undefined;
    throw error;
  }
}
