/** The tokens of o200k_base: 199,998 byte sequences, each with its rank. */
export interface Vocabulary {
  /**
   * The rank of the token that is exactly the bytes in [start, end), else `noRank`. Single bytes, which are always
   * tokens, also give `noRank`.
   */
  rankOf(bytes: Uint8Array, start: number, end: number): number;
}

/** The rank of bytes that are not a token: above all others. */
export const noRank = 0x7fff_ffff;

const tokenCount = 199_998;

/** In bytes. */
const longestToken = 128;

/** No token: an empty slot, or the end of a group. */
const none = -1;

/** A power of two that leaves almost two thirds of the slots empty. */
const slotCount = 1 << 19;

/** FNV-1a with a final mix, because its low bits alone collide. */
function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let index = start; index < end; index++) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (slotCount - 1);
}

function pairAt(bytes: Uint8Array, index: number): number {
  return ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
}

/** A 16-bit number equal for tokens with the same first three bytes; others may collide with it. */
function groupAt(bytes: Uint8Array, index: number): number {
  return pairAt(bytes, index) ^ ((bytes[index + 2] ?? 0) << 5);
}

/**
 * Loads the table written by `scripts/build-o200k-table.mjs`, which documents its format. Takes about 6 ms and 6 MB, so
 * load it only to count tokens.
 */
export async function loadVocabulary(): Promise<Vocabulary> {
  const { default: table } = await import("./o200k-base.br");
  const { starts, pairs, heads, next } = indexTokens(table);
  const slots = new Int32Array(slotCount).fill(none);

  /** Hashes the tokens of a group on the first lookup in it: a short text needs few groups. */
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

interface TokenIndex {
  /** By rank; one extra entry for the end of the last token. */
  starts: Int32Array;
  /** The rank of each two-byte token: every merge starts with all pairs of a piece. */
  pairs: Int32Array;
  /** By group: the highest rank of its longer tokens; by rank: the next lower one in the group. */
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
