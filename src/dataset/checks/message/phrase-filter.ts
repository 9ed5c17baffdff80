/** ASCII letters map to 1 to 26, ignoring case; space and hyphen to 27; anything else to 0. */
const fold = new Uint8Array(256);
for (let letter = 0; letter < 26; letter++) fold[0x41 + letter] = fold[0x61 + letter] = letter + 1;
for (const blank of " -") fold[blank.charCodeAt(0)] = 27;

/**
 * Creates a fast test for whether a text may contain one of some phrases of ASCII letters and spaces: true if it has
 * the start of one, ignoring case and hyphens. Copies the text into bytes once, because reading a string character by
 * character takes several times as long.
 */
export function createPhraseFilter(phrases: readonly string[]): (text: string) => boolean {
  const beginnings = beginningsOf(phrases);
  const leaps = leapsFor(beginnings);
  let bytes = Buffer.alloc(64 * 1024);
  return (text) => {
    if (text.length > bytes.length) bytes = Buffer.alloc(text.length * 2);
    return mayHoldPhrase(bytes.subarray(0, bytes.write(text, "latin1")), leaps, beginnings);
  };
}

/** The folded phrases, cut to the length of the shortest. */
function beginningsOf(phrases: readonly string[]): Uint8Array[] {
  const window = Math.min(...phrases.map((phrase) => phrase.length));
  return phrases.map((phrase) =>
    Uint8Array.from(Buffer.from(phrase.slice(0, window)), (byte) => fold[byte] ?? 0),
  );
}

/** Packs three folded characters into a number. */
function blockOf(first: number, second: number, third: number): number {
  return (first << 10) | (second << 5) | third;
}

/**
 * For each block of three folded characters, the least distance to the end of a phrase start (Wu and Manber's
 * algorithm): in a text without a phrase, only a tenth of the characters are read.
 */
function leapsFor(beginnings: readonly Uint8Array[]): Uint8Array {
  const last = (beginnings[0]?.length ?? 0) - 1;
  const leaps = new Uint8Array(32 * 32 * 32).fill(last - 1);
  for (const beginning of beginnings) {
    for (let end = 2; end <= last; end++) {
      const block = blockOf(beginning[end - 2] ?? 0, beginning[end - 1] ?? 0, beginning[end] ?? 0);
      leaps[block] = Math.min(leaps[block] ?? 0, last - end);
    }
  }
  return leaps;
}

function mayHoldPhrase(bytes: Uint8Array, leaps: Uint8Array, beginnings: readonly Uint8Array[]): boolean {
  const last = (beginnings[0]?.length ?? 0) - 1;
  for (let end = last; end < bytes.length;) {
    const leap =
      leaps[blockOf(foldedAt(bytes, end - 2), foldedAt(bytes, end - 1), foldedAt(bytes, end))] ?? 0;
    if (leap === 0 && beginnings.some((beginning) => standsAt(bytes, end - last, beginning))) return true;
    end += Math.max(1, leap);
  }
  return false;
}

function foldedAt(bytes: Uint8Array, index: number): number {
  return fold[bytes[index] ?? 0] ?? 0;
}

function standsAt(bytes: Uint8Array, start: number, beginning: Uint8Array): boolean {
  return beginning.every((letter, index) => foldedAt(bytes, start + index) === letter);
}
