import { meanOf } from "#figures/mean-of.js";
import { numberOf } from "#run/steps/evaluations.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Confidence } from "./diagnosis.js";

/** A share of the samples of late steps. */
export interface RecentShare {
  /** The metric's own name. */
  name: string;
  share: number;
  /** The steps that it is the mean of. */
  steps: number[];
}

/** So many steps are looked at: one batch alone can be unlucky. */
const recent = 5;

/** The highest mean, over the last steps that have it, of the metrics of a kind. */
export function recentShare(
  steps: readonly StepMetrics[],
  isOfKind: (name: string) => boolean,
): RecentShare | undefined {
  const late = steps.slice(-recent);
  const names = new Set(late.flatMap((step) => Object.keys(step).filter(isOfKind)));
  let most: RecentShare | undefined;
  for (const name of names) {
    const having = late.filter((step) => numberOf(step, name) !== undefined);
    const share = meanOf(having.map((step) => numberOf(step, name) ?? 0)) ?? 0;
    if (!most || share > most.share) most = { name, share, steps: having.map(({ step }) => step) };
  }
  return most;
}

/** What the service counts needs no statistics to be sure of; a small share may yet pass. */
export function shareConfidence(share: number): Confidence {
  return share >= 0.1 ? "high" : "medium";
}
