/** The tokens of o200k_base: 199,998 sequences of bytes, each with its rank. */
export interface Vocabulary {
  /**
   * The rank of the token made of exactly the bytes from `start` to before `end`; `noRank` where none is. Of a
   * single byte, which is always a token, nothing is said.
   */
  rankOf(bytes: Uint8Array, start: number, end: number): number;
}

/** The rank of bytes that are no token: above every other. */
export const noRank = 0x7fff_ffff;

const tokenCount = 199_998;

/** Bytes. */
const longestToken = 128;

/** No token, where a rank could stand. */
const none = -1;

/** A power of two that leaves two thirds of the slots empty. */
const slotCount = 1 << 19;

/** FNV-1a over the bytes, mixed at the end: its low bits alone collide. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (slotCount - 1);
}

/** The two bytes at `index` as one number. */
function pairAt(bytes: Uint8Array, index: number): number {
  return ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
}

/** A number of 16 bits that tokens with the same three first bytes share; others may share it, too. */
function groupAt(bytes: Uint8Array, index: number): number {
  return pairAt(bytes, index) ^ ((bytes[index + 2] ?? 0) << 5);
}

/**
 * Loads the table that `scripts/build-o200k-table.mjs` writes (its format stands there): some 6 ms and 6 MB, so nobody
 * should load it who counts nothing.
 */
export async function loadVocabulary(): Promise<Vocabulary> {
  const { default: table } = await import("./o200k-base.br");
  const { starts, pairs, heads, next } = indexTokens(table);
  const slots = new Int32Array(slotCount).fill(none);

  /** Hashes the tokens of a group once somebody looks for one of them: a short text needs few. */
  const insertTokens = (group: number): void => {
    for (let rank = heads[group] ?? none; rank !== none; rank = next[rank] ?? none) {
      let slot = hashBytes(table, starts[rank] ?? 0, starts[rank + 1] ?? 0);
      while (slots[slot] !== none) slot = (slot + 1) & (slotCount - 1);
      slots[slot] = rank;
    }
    heads[group] = none;
  };
  const isToken = (rank: number, bytes: Uint8Array, from: number, length: number): boolean => {
    const own = starts[rank] ?? 0;
    if ((starts[rank + 1] ?? 0) - own !== length) return false;
    for (let index = 2; index < length; index++) {
      if (table[own + index] !== bytes[from + index]) return false;
    }
    return pairAt(table, own) === pairAt(bytes, from);
  };
  return {
    rankOf(bytes, from, to) {
      const length = to - from;
      if (length < 2 || length > longestToken) return noRank;
      if (length === 2) return pairs[pairAt(bytes, from)] ?? noRank;
      const group = groupAt(bytes, from);
      if (heads[group] !== none) insertTokens(group);
      for (let slot = hashBytes(bytes, from, to); ; slot = (slot + 1) & (slotCount - 1)) {
        const rank = slots[slot] ?? none;
        if (rank === none) return noRank;
        if (isToken(rank, bytes, from, length)) return rank;
      }
    },
  };
}

/** Where tokens begin, and in groups those that begin alike. */
interface TokenIndex {
  /** By rank; one more for the end of the last. */
  starts: Int32Array;
  /** The rank of each token of two bytes: every merge begins with all pairs of a piece. */
  pairs: Int32Array;
  /** By group: the highest rank of the longer tokens in it; by rank: the next lower one in its group. */
  heads: Int32Array;
  next: Int32Array;
}

function indexTokens(table: Uint8Array): TokenIndex {
  const starts = new Int32Array(tokenCount + 1);
  const pairs = new Int32Array(1 << 16).fill(noRank);
  const heads = new Int32Array(1 << 16).fill(none);
  const next = new Int32Array(tokenCount);
  let start = tokenCount;
  for (let rank = 0; rank < tokenCount; rank++) {
    const length = table[rank] ?? 0;
    starts[rank] = start;
    if (length === 2) pairs[pairAt(table, start)] = rank;
    if (length > 2) {
      const group = groupAt(table, start);
      next[rank] = heads[group] ?? none;
      heads[group] = rank;
    }
    start += length;
  }
  starts[tokenCount] = start;
  return { starts, pairs, heads, next };
}
