import { median } from "#figures/median.js";
import type { Spread } from "#rules/rule-set.js";

/** Fewer samples say too little of how far they spread. */
const enough = 3;
/** Assumed: one or two samples may be wrong by half on either side. */
const doubt = 1.5;

/** The value below which that share of the sorted ones lie. */
function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.round((sorted.length - 1) * share)];
}

/**
 * How far samples spread: from the least to the most, or with an `edge` of 0.25 between their quartiles; wider than that
 * where there are fewer than three. Undefined for none.
 */
export function spreadOf(samples: readonly number[], edge = 0): Spread | undefined {
  const sorted = samples.toSorted((a, b) => a - b);
  const [low, likely, high] = [quantile(sorted, edge), median(sorted), quantile(sorted, 1 - edge)];
  if (low === undefined || likely === undefined || high === undefined) return undefined;
  return samples.length < enough ? { low: low / doubt, likely, high: high * doubt } : { low, likely, high };
}
