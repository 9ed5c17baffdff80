/** Hashes of the distinct runs of three words in a text. */
export type Shingles = Uint32Array;

/**
 * The runs of three words in byte text, ignoring ASCII case. A word is a run of ASCII letters and digits, or a single
 * non-ASCII character: Chinese and Japanese put no spaces between words.
 */
export function shingle(bytes: string): Shingles {
  const runs = new Set<number>();
  let [first, second] = [0, 0];
  let words = 0;
  let word = 0;
  const endWord = (): void => {
    if (word === 0) return;
    if (++words >= 3) runs.add(mix(mix(first, second), word));
    [first, second, word] = [second, word, 0];
  };
  for (let position = 0; position < bytes.length; position++) {
    const code = bytes.charCodeAt(position);
    // The first byte of a multi-byte character ends the previous word.
    if (wordByte[code] === 0 || code >= 0xc0) endWord();
    if (wordByte[code] === 1) word = mix(word, code >= 0x41 && code <= 0x5a ? code + 0x20 : code) | 1;
  }
  endWord();
  return Uint32Array.from(runs);
}

const wordByte = new Uint8Array(256).fill(1, 0x80);
for (const byte of Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"))
  wordByte[byte] = 1;

function mix(hash: number, code: number): number {
  const mixed = Math.imul(hash ^ code, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Separates the runs of words specific to a row from those of a template shared by many rows. */
export interface TemplateFilter {
  learn(shingles: Shingles): void;
  filter(shingles: Shingles): Shingles;
}

/** A run in more than a tenth of the rows, and in more than a few, belongs to a template. */
const templateShare = 0.1;
const templateRows = 3;

const slotBits = 20;

/** Counts the rows that each run appears in, in 4 MB; two runs may share a counter by chance. */
export function createTemplateFilter(): TemplateFilter {
  const counts = new Uint32Array(1 << slotBits);
  let rows = 0;
  const slotOf = (run: number) => run >>> (32 - slotBits);
  return {
    learn(shingles) {
      rows++;
      for (const run of shingles) counts[slotOf(run)] = (counts[slotOf(run)] ?? 0) + 1;
    },
    filter(shingles) {
      const most = Math.max(templateRows, rows * templateShare);
      return shingles.filter((run) => (counts[slotOf(run)] ?? 0) <= most);
    },
  };
}
