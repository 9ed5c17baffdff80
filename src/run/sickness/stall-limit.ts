import { median } from "#figures/median.js";

/** The public run's steps differ by a factor of three: a limit near that would cry wolf. */
const factor = 10;
/** Seconds; nobody gets up for less, and the longest step of the public run took 331. */
const least = 3600;
/** Only this many of the last steps count as typical: answers, and steps with them, grow longer. */
export const typicalSteps = 15;

/**
 * The seconds of silence, or of one step, that make a job stalled: ten times its typical step (the median of the last
 * ones), but at least an hour, also if no step's time is known.
 * @param stepSeconds of the steps so far, in order
 */
export function stallLimitOf(stepSeconds: readonly number[]): { typical?: number; limit: number } {
  const typical = median(stepSeconds.slice(-typicalSteps));
  return typical === undefined ? { limit: least } : { typical, limit: Math.max(least, factor * typical) };
}
