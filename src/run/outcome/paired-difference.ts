import { meanOf } from "#figures/mean-of.js";

/** A row's mean scores in two evaluations. */
export interface ScorePair {
  /** In the recommended step's evaluation, and in the best one's. */
  recommended: number;
  best: number;
}

/** How much better the best step did than the recommended one, row by row: samples of one row belong together. */
export interface PairedDifference {
  basis: "paired rows";
  /** Rows that both evaluations scored. */
  rows: number;
  /** The mean over the rows of the best step's mean score minus the recommended one's. */
  difference: number;
  /** The standard error of that mean: the spread of the rows' differences / sqrt(rows). */
  noise: number;
  /** Rows on which the best step did better, worse, and as well. */
  better: number;
  worse: number;
  equal: number;
}

/** Smaller differences of a row are rounding errors of sums. */
const least = 1e-9;

/** Compares two evaluations over the rows they share; undefined with fewer than two rows, which show no spread. */
export function pairedDifference(pairs: readonly ScorePair[]): PairedDifference | undefined {
  const differences = pairs.map(({ recommended, best }) => best - recommended);
  const rows = differences.length;
  const difference = meanOf(differences);
  if (difference === undefined || rows < 2) return undefined;
  const squares = differences.reduce((sum, one) => sum + (one - difference) ** 2, 0);
  const better = differences.filter((one) => one > least).length;
  const worse = differences.filter((one) => one < -least).length;
  return {
    basis: "paired rows",
    rows,
    difference,
    noise: Math.sqrt(squares / (rows - 1) / rows),
    better,
    worse,
    equal: rows - better - worse,
  };
}
