import { createNumberHeap } from "./number-heap.js";
import { type Vocabulary, noRank } from "./vocabulary.js";

/** Bytes merged at once; each takes 28 bytes of memory. */
const sliceBytes = 2 ** 22;

/** A heap entry is rank * placeRange + place, which orders pairs by rank, then by place. */
const placeRange = 2 ** 32;

/** Merge steps per turn: about 10 ms. */
const turnSteps = 1 << 14;

/** Counts the tokens that the bytes in [start, end) merge into, yielding after every turn. */
export type MergeInTurns = (bytes: Uint8Array, start: number, end: number) => Generator<void, number>;

/**
 * The same merge as `createShortMerge`, with a heap: O(n log n), so a million letters without a break take half a
 * second, not minutes. A piece over 4 MiB is merged in slices, which can add a few tokens at each joint.
 */
export function createLongMerge(vocabulary: Vocabulary): MergeInTurns {
  const mergeSlice = createSliceMerge(vocabulary);
  return function* merge(bytes, start, end) {
    let tokens = 0;
    for (let from = start; from < end; from += sliceBytes) {
      tokens += yield* mergeSlice(bytes, from, Math.min(from + sliceBytes, end));
    }
    return tokens;
  };
}

function createSliceMerge(vocabulary: Vocabulary): MergeInTurns {
  return function* mergeSlice(bytes, start, end) {
    const length = end - start;
    // Indexed by the start of a part: starts of its neighbours, and the rank of its pair with the right neighbour.
    const next = new Int32Array(length + 1);
    const previous = new Int32Array(length + 1);
    const ranks = new Int32Array(length).fill(noRank);
    const heap = createNumberHeap(2 * length);

    const rate = (place: number): void => {
      const right = next[place] ?? length;
      const rank =
        right >= length ? noRank : vocabulary.rankOf(bytes, start + place, start + (next[right] ?? length));
      ranks[place] = rank;
      if (rank !== noRank) heap.push(rank * placeRange + place);
    };

    for (let place = 0; place <= length; place++) {
      next[place] = place + 1;
      previous[place] = place - 1;
    }
    let steps = 0;
    for (let place = 0; place < length; place++) {
      rate(place);
      if (++steps % turnSteps === 0) yield;
    }
    let parts = length;
    for (let top = heap.pop(); top !== undefined; top = heap.pop()) {
      const rank = Math.floor(top / placeRange);
      const place = top - rank * placeRange;
      if (++steps % turnSteps === 0) yield;
      // A stale entry: the pair has changed and was pushed again, or is gone.
      if (ranks[place] !== rank) continue;
      const right = next[place] ?? length;
      const after = next[right] ?? length;
      next[place] = after;
      previous[after] = place;
      ranks[right] = noRank;
      parts--;
      rate(place);
      if (place > 0) rate(previous[place] ?? 0);
    }
    return parts;
  };
}
