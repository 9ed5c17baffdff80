import { median } from "#figures/median.js";

/** The public run's steps differ by a factor of three: a limit near that cries wolf. */
const factor = 10;
/** Seconds; nobody gets up for less, and the longest step of the public run took 331. */
const least = 3600;
/** So many of the last steps tell what is typical: answers, and steps with them, grow longer. */
export const typicalSteps = 15;

/**
 * The seconds from which on silence, or one step, makes a job stalled: ten times its typical step (the median of the
 * last ones), an hour at the least, and where no step's time is known.
 * @param stepSeconds of the steps so far, in their order
 */
export function stallLimitOf(stepSeconds: readonly number[]): { typical?: number; limit: number } {
  const typical = median(stepSeconds.slice(-typicalSteps));
  return typical === undefined ? { limit: least } : { typical, limit: Math.max(least, factor * typical) };
}
