import { type Vocabulary, noRank } from "./vocabulary.js";

/** Counts the tokens that the bytes from `start` to before `end` are merged into. */
export type Merge = (bytes: Uint8Array, start: number, end: number) => number;

/**
 * Byte-pair encoding: of all neighbours that are a token together, the pair of the lowest rank is merged, the first
 * of several, until none is left. The time grows with the square of the length.
 * @param longest bytes of a piece at the most
 */
export function createShortMerge(vocabulary: Vocabulary, longest: number): Merge {
  // Where each part begins, the end last; and the rank of each part with its right neighbour.
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

/** The first place of the lowest rank; -1 where none of them is one. */
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
