/** Pairs of a row's bytes and its tokens, as the sums that a ratio needs. */
export interface RatioFit {
  add(bytes: number, tokens: number): void;
  pairs(): number;
  /** Tokens a byte. */
  ratio(): number;
  /** The standard error of the tokens predicted for rows that were not counted. */
  errorOf(rows: number, bytes: number): number;
}

/** Fits tokens = ratio * bytes: from row to row that varies far less than the tokens themselves. */
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
      // The rows' own scatter, and that of the ratio they are predicted with.
      return Math.sqrt(variance * (rows + (bytes / x) ** 2 * pairs));
    },
  };
}
