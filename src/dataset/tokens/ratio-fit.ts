/** Pairs of a row's bytes and its tokens, as the sums that a ratio needs. */
export interface RatioFit {
  add(bytes: number, tokens: number): void;
  pairs(): number;
  /** Tokens a byte. */
  ratio(): number;
  /** The standard error of the tokens predicted for rows that were not counted. */
  errorOf(rows: number, bytes: number): number;
  take(): RatioSums;
  join(sums: RatioSums): void;
}

/** The sums over all pairs: of 1, bytes, tokens, and the products of bytes and tokens with each other. */
type RatioSums = readonly [pairs: number, x: number, y: number, xx: number, xy: number, yy: number];

/** Fits tokens = ratio * bytes: from row to row that varies far less than the tokens themselves. */
export function createRatioFit(): RatioFit {
  let [pairs, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  const ratio = (): number => (x === 0 ? 0 : y / x);
  const join = (sums: RatioSums): void => {
    pairs += sums[0];
    x += sums[1];
    y += sums[2];
    xx += sums[3];
    xy += sums[4];
    yy += sums[5];
  };
  return {
    add: (bytes, tokens) => join([1, bytes, tokens, bytes * bytes, bytes * tokens, tokens * tokens]),
    take: () => [pairs, x, y, xx, xy, yy],
    join,
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
