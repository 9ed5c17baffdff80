/** Counts the tokens of the bytes in [start, end). */
type CountPiece = (bytes: Uint8Array, start: number, end: number) => number;

/** Longest remembered piece in bytes, so that it fits into two 32-bit numbers. */
const longestRemembered = 8;

const bitsOfSlot = 12;

/**
 * Counts pieces that contain no zero byte and caches the short ones in 4,096 slots. For most texts these fit into the
 * L1 cache; the vocabulary does not.
 */
export function rememberWords(countPiece: CountPiece): CountPiece {
  // The bytes of the piece themselves, so that two pieces are never confused.
  const firstFour = new Int32Array(1 << bitsOfSlot);
  const nextFour = new Int32Array(1 << bitsOfSlot);
  const counts = new Uint8Array(1 << bitsOfSlot);
  return (bytes, start, end) => {
    if (end - start > longestRemembered) return countPiece(bytes, start, end);
    const middle = Math.min(start + 4, end);
    let first = 0;
    let next = 0;
    for (let index = start; index < middle; index++) first = (first << 8) | (bytes[index] ?? 0);
    for (let index = middle; index < end; index++) next = (next << 8) | (bytes[index] ?? 0);
    const slot = (Math.imul(first, 0x9e37_79b1) ^ Math.imul(next, 0x85eb_ca6b)) >>> (32 - bitsOfSlot);
    if (firstFour[slot] === first && nextFour[slot] === next) return counts[slot] ?? 0;
    const count = countPiece(bytes, start, end);
    firstFour[slot] = first;
    nextFour[slot] = next;
    counts[slot] = count;
    return count;
  };
}
