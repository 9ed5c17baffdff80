import type { StepMetrics } from "../../job/results.js";

/** A run's steps as a report of bounded size shows them. */
export interface ThinnedSteps {
  steps: StepMetrics[];
  /** Steps that were left out. */
  leftOut: number;
}

/** The places of `count` of a list's entries, evenly spread, the first and the last among them. */
export function spread(length: number, count: number): Set<number> {
  const last = Math.max(1, count - 1);
  return new Set(Array.from({ length: count }, (_, index) => Math.round((index * (length - 1)) / last)));
}

/**
 * At most about `most` of a run's steps: those that must be kept and were evaluated first, evenly spread where even
 * they are too many; then others, evenly spread. Each is kept as it is: nothing is averaged.
 */
export function thinSteps(
  steps: readonly StepMetrics[],
  most: number,
  keep: readonly number[],
): ThinnedSteps {
  if (steps.length <= most) return { steps: [...steps], leftOut: 0 };
  const evaluated = steps.flatMap((step, index) => ("full_valid_mean_reward" in step ? [index] : []));
  const places = spread(steps.length, Math.ceil(most / 2));
  for (const place of spread(evaluated.length, Math.min(evaluated.length, Math.floor(most / 2)))) {
    const index = evaluated[place];
    if (index !== undefined) places.add(index);
  }
  const kept = new Set(keep);
  const shown = steps.filter((step, index) => places.has(index) || kept.has(step.step));
  return { steps: shown, leftOut: steps.length - shown.length };
}
