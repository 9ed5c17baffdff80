/**
 * The generator mulberry32: 0 to 1, 1 excluded; the same numbers for the same seed. The emulator has another one, whose
 * streams have names. Both stay: which rows a proof draws follows from this one, and answers to them were paid for.
 */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
