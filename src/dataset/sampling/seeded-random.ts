/**
 * The mulberry32 generator: numbers in [0, 1), the same for the same seed. The emulator has another one, with named
 * streams. Keep both: this one determines which rows a proof draws, and answers to them were paid for.
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
