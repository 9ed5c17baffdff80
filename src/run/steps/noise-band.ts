/** The lowest and highest score a grader can give. */
export interface RewardRange {
  min: number;
  max: number;
}

/** The range assumed if nothing is known of the grader. */
export const unitRange: RewardRange = { min: 0, max: 1 };

/**
 * How far two mean validation rewards may differ by chance alone: sqrt(2 p (1-p) / n) x range, the standard deviation
 * of the difference of two means of n samples at the share p of the range. It treats samples as independent and takes
 * the largest spread that a mean of p allows. Undefined if n is unknown or the reward is outside the range.
 */
export function noiseBand(
  reward: number,
  samples: number | undefined,
  range: RewardRange = unitRange,
): number | undefined {
  const width = range.max - range.min;
  const share = (reward - range.min) / width;
  if (samples === undefined || samples < 1 || !(share >= 0 && share <= 1)) return undefined;
  return Math.sqrt((2 * share * (1 - share)) / samples) * width;
}
