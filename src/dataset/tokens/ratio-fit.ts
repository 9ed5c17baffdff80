/** The ratio of tokens to bytes over rows, kept as running sums. */
export interface RatioFit {
  add(bytes: number, tokens: number): void;
  pairs(): number;
  /** Tokens per byte. */
  ratio(): number;
  /** The standard error of the predicted total for rows that were not counted. */
  errorOf(rows: number, bytes: number): number;
}

/** Fits tokens = ratio * bytes: the ratio varies far less from row to row than the tokens. */
export function createRatioFit(): RatioFit {
  let [pairs, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  const ratio = (): number => (x === 0 ? 0 : y / x);
  return {
    add(bytes, tokens) {
      pairs++;
      x += bytes;
      y += tokens;
      xx += bytes * bytes;
      xy += bytes * tokens;
      yy += tokens * tokens;
    },
    pairs: () => pairs,
    ratio,
    errorOf(rows, bytes) {
      if (pairs < 2 || x === 0) return bytes;
      const slope = ratio();
      const variance = Math.max(yy - 2 * slope * xy + slope * slope * xx, 0) / (pairs - 1);
      // The scatter of the rows, plus that of the ratio used to predict them.
      return Math.sqrt(variance * (rows + (bytes / x) ** 2 * pairs));
    },
  };
}
