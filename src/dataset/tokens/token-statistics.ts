/** Prompt lengths of a file in tokens of o200k_base. `promptTexts` defines what counts as a prompt. */
export interface TokenStatistics {
  /** `estimate` if any row was measured by its length only. */
  method: "exact" | "estimate";
  total: number;
  mean: number;
  min: number;
  median: number;
  p95: number;
  max: number;
  /** Rows in ten bands of equal width from `min` to `max`. */
  histogram: number[];
  /** For an estimate: the relative error that `total` stays within for 19 of 20 files. */
  error?: number;
}

const bands = 10;

/** Statistics of rows by their tokens; undefined if there are none. */
export function summarizeTokens(
  rowsByTokens: ReadonlyMap<number, number>,
): Omit<TokenStatistics, "method" | "error"> | undefined {
  const sorted = [...rowsByTokens].toSorted((a, b) => a[0] - b[0]);
  const min = sorted[0]?.[0];
  const max = sorted.at(-1)?.[0];
  if (min === undefined || max === undefined) return undefined;
  const histogram = Array.from({ length: bands }, () => 0);
  const width = (max - min) / bands || 1;
  let rows = 0;
  let total = 0;
  for (const [tokens, count] of sorted) {
    rows += count;
    total += tokens * count;
    const band = Math.min(Math.floor((tokens - min) / width), bands - 1);
    histogram[band] = (histogram[band] ?? 0) + count;
  }
  /** The smallest token count that at least this share of rows does not exceed. */
  const quantile = (share: number): number => {
    let below = 0;
    return sorted.find(([, count]) => (below += count) >= share * rows)?.[0] ?? max;
  };
  return {
    total,
    mean: Math.round((total / rows) * 10) / 10,
    min,
    median: quantile(0.5),
    p95: quantile(0.95),
    max,
    histogram,
  };
}
