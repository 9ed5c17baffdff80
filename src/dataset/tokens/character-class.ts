/**
 * The classes that o200k_base's splitting pattern distinguishes, one bit each, so that a set is a mask. Caseless
 * letters, modifiers and marks may appear among both upper and lower case.
 */
export const characterClass = {
  /** `\p{Lu}\p{Lt}` */
  upper: 1,
  /** `\p{Ll}` */
  lower: 2,
  /** `\p{Lm}\p{Lo}` */
  caseless: 4,
  /** `\p{M}` */
  mark: 8,
  /** `\p{N}` */
  number: 16,
  /** `\r\n` */
  newline: 32,
  /** Unicode's White_Space without `\r\n`. Not JavaScript's `\s`, which includes U+FEFF and lacks U+0085. */
  space: 64,
  other: 128,
} as const;

/** In matching order. */
const patterns: readonly [RegExp, number][] = [
  [/^[\p{Lu}\p{Lt}]/u, characterClass.upper],
  [/^\p{Ll}/u, characterClass.lower],
  [/^[\p{Lm}\p{Lo}]/u, characterClass.caseless],
  [/^\p{M}/u, characterClass.mark],
  [/^\p{N}/u, characterClass.number],
  [/^[\r\n]/u, characterClass.newline],
  [/^\p{White_Space}/u, characterClass.space],
];

/**
 * Letters, marks and digits added in Unicode 17 (2025), which this Node knows. In Unicode 16, which tiktoken's pattern
 * follows, they are unassigned, so `other`. Found by comparing every character with tiktoken 1.0.22.
 */
const unknownToPattern: readonly (readonly [first: number, last: number])[] = [
  [0x88f, 0x88f],
  [0xc5c, 0xc5c],
  [0xcdc, 0xcdc],
  [0x1acf, 0x1add],
  [0x1ae0, 0x1aeb],
  [0xa7ce, 0xa7cf],
  [0xa7d2, 0xa7d2],
  [0xa7d4, 0xa7d4],
  [0xa7f1, 0xa7f1],
  [0x10940, 0x10959],
  [0x10ec5, 0x10ec7],
  [0x10efa, 0x10efb],
  [0x11b60, 0x11b67],
  [0x11db0, 0x11ddb],
  [0x11de0, 0x11de9],
  [0x16ea0, 0x16eb8],
  [0x16ebb, 0x16ed3],
  [0x16ff2, 0x16ff6],
  [0x187f8, 0x187ff],
  [0x18d09, 0x18d1e],
  [0x18d80, 0x18df2],
  [0x1e6c0, 0x1e6de],
  [0x1e6e0, 0x1e6f5],
  [0x1e6fe, 0x1e6ff],
  [0x2b73a, 0x2b73f],
  [0x2cea2, 0x2cead],
  [0x323b0, 0x33479],
];

function isKnown(codePoint: number): boolean {
  return !unknownToPattern.some(([first, last]) => codePoint >= first && codePoint <= last);
}

const pageBits = 8;

/** Classes of 256 adjacent characters, built on first use: a text uses few of the 4,352 pages. */
const pages: Uint8Array[] = [];

function makePage(page: number): Uint8Array {
  return Uint8Array.from({ length: 1 << pageBits }, (_, index) => {
    const codePoint = (page << pageBits) + index;
    const character = String.fromCodePoint(codePoint);
    const found = isKnown(codePoint) && patterns.find(([pattern]) => pattern.test(character));
    return found ? found[1] : characterClass.other;
  });
}

function classOf(codePoint: number): number {
  const page = (pages[codePoint >> pageBits] ??= makePage(codePoint >> pageBits));
  return page[codePoint & ((1 << pageBits) - 1)] ?? characterClass.other;
}

/** Classes of the ASCII characters. */
const ascii = Uint8Array.from({ length: 0x80 }, (_, codePoint) => classOf(codePoint));

/** UTF-8 length of a non-ASCII character, by its first byte. */
function widthOf(lead: number): 2 | 3 | 4 {
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The payload bits of the first byte, by UTF-8 length. */
const leadMask = { 2: 0x1f, 3: 0x0f, 4: 0x07 };

/** Sentinel after a text: a byte that never occurs in UTF-8, with class 0. */
export const endOfText = 0xff;

/** The class of the character that starts at `index` in well-formed UTF-8. */
export function classAt(bytes: Uint8Array, index: number): number {
  const lead = bytes[index] ?? endOfText;
  return lead < 0x80 ? (ascii[lead] ?? 0) : classOfWide(bytes, index, lead);
}

function classOfWide(bytes: Uint8Array, index: number, lead: number): number {
  if (lead === endOfText) return 0;
  const width = widthOf(lead);
  let codePoint = lead & leadMask[width];
  for (let offset = 1; offset < width; offset++) {
    codePoint = (codePoint << 6) | ((bytes[index + offset] ?? 0) & 0x3f);
  }
  return classOf(codePoint);
}
