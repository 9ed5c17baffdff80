import { brotliDecompressSync } from "node:zlib";

/** The tokens of o200k_base: 199,998 sequences of bytes, each with its rank. */
export interface Vocabulary {
  /** The rank of the token made of exactly the bytes from `start` to before `end`; `noRank` where none is. */
  rankOf(bytes: Uint8Array, start: number, end: number): number;
}

/** The rank of bytes that are no token: above every other. */
export const noRank = 0x7fff_ffff;

const tokenCount = 199_998;

/** A power of two that leaves two thirds of the slots empty. */
const slotCount = 1 << 19;

/** FNV-1a over the bytes, mixed at the end: its low bits alone collide. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (slotCount - 1);
}

/** Two bytes as one number: every merge begins with all pairs of a piece, and so they have a table of their own. */
function pairAt(bytes: Uint8Array, index: number): number {
  return ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
}

/**
 * Unpacks the table that `scripts/build-o200k-table.mjs` writes (its format stands there) and hashes it: some 30 ms
 * and 5 MB, so nobody should load it who counts nothing.
 */
export async function loadVocabulary(): Promise<Vocabulary> {
  const { default: packed } = await import("./o200k-base.br");
  const table = brotliDecompressSync(packed);
  // Where each token begins in the table; one more for the end of the last.
  const starts = new Int32Array(tokenCount + 1);
  const slots = new Int32Array(slotCount).fill(-1);
  const pairs = new Int32Array(1 << 16).fill(noRank);
  let longest = 0;
  let start = tokenCount;
  for (let rank = 0; rank < tokenCount; rank++) {
    const length = table[rank] ?? 0;
    starts[rank] = start;
    let slot = hashBytes(table, start, start + length);
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (slotCount - 1);
    slots[slot] = rank;
    if (length === 2) pairs[pairAt(table, start)] = rank;
    start += length;
    longest = Math.max(longest, length);
  }
  starts[tokenCount] = start;

  const isToken = (rank: number, bytes: Uint8Array, from: number, length: number): boolean => {
    const own = starts[rank] ?? 0;
    if ((starts[rank + 1] ?? 0) - own !== length) return false;
    for (let index = 0; index < length; index++) {
      if (table[own + index] !== bytes[from + index]) return false;
    }
    return true;
  };
  return {
    rankOf(bytes, from, to) {
      if (to - from > longest) return noRank;
      if (to - from === 2) return pairs[pairAt(bytes, from)] ?? noRank;
      let slot = hashBytes(bytes, from, to);
      for (;;) {
        const rank = slots[slot] ?? -1;
        if (rank < 0) return noRank;
        if (isToken(rank, bytes, from, to - from)) return rank;
        slot = (slot + 1) & (slotCount - 1);
      }
    },
  };
}
