import { meanOf } from "#figures/mean-of.js";
import { numberOf } from "#run/steps/evaluations.js";
import { sideOf, sideWords } from "#run/steps/metric-names.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Confidence } from "./diagnosis.js";

/** A share of the samples of the last steps. */
export interface RecentShare {
  /** The metric's own name. */
  name: string;
  share: number;
  /** The steps it averages. */
  steps: number[];
}

/** How many steps to look at: one batch alone can be unlucky. */
const recent = 5;

/** How far back an evaluation may lie: four times the largest documented eval_interval, 25. */
const farthest = 100;

/**
 * The metric of a kind with the highest mean over those of the last steps that have it. Where none of them has one, the
 * last step that does: validation is measured at some steps only.
 */
export function recentShare(
  steps: readonly StepMetrics[],
  isOfKind: (name: string) => boolean,
): RecentShare | undefined {
  const near = steps.slice(-farthest);
  const isMeasured = (step: StepMetrics) =>
    Object.entries(step).some(([name, value]) => typeof value === "number" && isOfKind(name));
  const last = near.findLastIndex(isMeasured);
  const late = last < near.length - recent ? near.slice(Math.max(0, last), last + 1) : near.slice(-recent);
  const names = new Set(late.flatMap((step) => Object.keys(step).filter(isOfKind)));
  let most: RecentShare | undefined;
  for (const name of names) {
    const having = late.filter((step) => numberOf(step, name) !== undefined);
    if (having.length === 0) continue;
    const share = meanOf(having.map((step) => numberOf(step, name) ?? 0)) ?? 0;
    if (!most || share > most.share) most = { name, share, steps: having.map(({ step }) => step) };
  }
  return most;
}

/** The service's own counts need no statistics, but a small share may still pass. */
export function shareConfidence(share: number): Confidence {
  return share >= 0.1 ? "high" : "medium";
}

/** Why shares of a kind could not be judged: no step has one. Undefined if one has. */
export function uncounted(
  steps: readonly StepMetrics[],
  isOfKind: (name: string) => boolean,
): string | undefined {
  return recentShare(steps, isOfKind) ? undefined : "no step counts such answers";
}

/** `training ` or `validation `, by the metric's name; empty if it says neither. */
export function shareOf(name: string): string {
  const side = sideOf(name);
  return side ? `${sideWords[side]} ` : "";
}
