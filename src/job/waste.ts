import type { RuleSet } from "../rules/rule-set.js";
import { readEstimateFacts } from "./estimate-facts.js";
import { type Estimate, estimateJob } from "./estimate.js";
import type { JobSpec } from "./spec.js";

/** What is paid for rows that teach nothing. */
export interface Waste {
  /** Such rows, and all rows they are among. */
  rows: number;
  of: number;
  /** Dollars of the likely cost that go to them: each row is sampled as often as any other. */
  dollars: number;
  /** Dollars the job likely costs. */
  likely: number;
}

/** What so many of a job's rows cost; undefined where the estimate has no dollars, or there are no such rows. */
export function wasteOf(
  { rows, of }: Pick<Waste, "rows" | "of">,
  { dollars }: Pick<Estimate, "dollars">,
): Waste | undefined {
  if (!dollars || rows <= 0 || of <= 0) return undefined;
  const share = Math.min(rows / of, 1);
  return { rows, of, dollars: Math.round(share * dollars.likely), likely: Math.round(dollars.likely) };
}

/** The same of a job whose files are here. Throws as `readEstimateFacts` does. */
export async function wasteOfJob(
  rows: Pick<Waste, "rows" | "of">,
  spec: JobSpec,
  { rules, signal }: { rules: RuleSet; signal: AbortSignal | undefined },
): Promise<Waste | undefined> {
  if (rows.rows <= 0 || spec.training.kind === "id") return undefined;
  return wasteOf(rows, estimateJob(spec, await readEstimateFacts(spec, rules, signal), rules));
}
