/** A stream of random numbers, determined by its seed alone. */
export interface Random {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** Mean 0, standard deviation 1. */
  normal(): number;
  /** A whole number from 0 (inclusive) to `below` (exclusive). */
  integer(below: number): number;
  pick<T>(entries: readonly [T, ...T[]]): T;
}

/** Hashes a text to four 32-bit words (cyrb128, by bryc, public domain). */
function hashWords(text: string): [number, number, number, number] {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  return [a ^ b ^ c ^ d, b, c, d];
}

/** The stream for a key, such as (job, "step", 3), from the generator sfc32, 32 bits per number. */
export function createRandom(...key: readonly (string | number)[]): Random {
  let [a, b, c, counter] = hashWords(key.join("\u0000"));
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Skip the first numbers, which still show the seed's pattern.
  for (let round = 0; round < 12; round++) next();
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (entries) => entries[integer(entries.length)] ?? entries[0],
  };
}

/** The numbers from 0 to `length` (exclusive), shuffled by the stream. */
export function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, index) => index);
  for (let last = length - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other] ?? other, order[last] ?? last];
  }
  return order;
}
