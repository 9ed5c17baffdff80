import { type Vocabulary, noRank } from "./vocabulary.js";

/** Counts the tokens that the bytes in [start, end) merge into. */
export type Merge = (bytes: Uint8Array, start: number, end: number) => number;

/**
 * Byte-pair encoding: while adjacent parts form a token, merges the pair of the lowest rank, the first on ties. Time
 * grows with the square of the length.
 * @param longest the maximum length of a piece in bytes
 */
export function createShortMerge(vocabulary: Vocabulary, longest: number): Merge {
  // The start of each part, then the end; and the rank of each part's pair with its right neighbour.
  const starts = new Int32Array(longest + 1);
  const ranks = new Int32Array(longest);
  return (bytes, start, end) => {
    let parts = end - start;
    const rankAt = (part: number): number =>
      part + 2 > parts ? noRank : vocabulary.rankOf(bytes, starts[part] ?? 0, starts[part + 2] ?? 0);

    for (let part = 0; part <= parts; part++) starts[part] = start + part;
    for (let part = 0; part < parts; part++) ranks[part] = rankAt(part);
    for (;;) {
      const lowest = findLowest(ranks, parts);
      if (lowest < 0) return parts;
      for (let part = lowest + 1; part < parts; part++) {
        starts[part] = starts[part + 1] ?? 0;
        ranks[part] = ranks[part + 1] ?? 0;
      }
      parts--;
      ranks[lowest] = rankAt(lowest);
      if (lowest > 0) ranks[lowest - 1] = rankAt(lowest - 1);
    }
  };
}

/** Index of the first lowest rank; -1 if every entry is `noRank`. */
function findLowest(ranks: Int32Array, length: number): number {
  let place = -1;
  let lowest = noRank;
  for (let index = 0; index < length; index++) {
    const rank = ranks[index] ?? noRank;
    if (rank >= lowest) continue;
    lowest = rank;
    place = index;
  }
  return place;
}
