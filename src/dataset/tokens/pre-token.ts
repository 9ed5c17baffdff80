import { characterClass, classAt, endOfText } from "./character-class.js";

const { upper, lower, caseless, mark, number, newline, space, other } = characterClass;

const letter = upper | lower | caseless;
/** What may appear in the upper-case part of a word, and in its lower-case part. */
const upperPart = upper | caseless | mark;
const lowerPart = lower | caseless | mark;
const anyPart = caseless | mark;
/** `[^\s\p{L}\p{N}]` */
const symbol = mark | other;
const whiteSpace = newline | space;

const [spaceByte, slash, apostrophe] = [0x20, 0x2f, 0x27];
/** Turns an ASCII letter into lower case. */
const lowerBit = 0x20;
const shortContractions = new Set(Buffer.from("stmd"));
const longContractions = new Set(["re", "ve", "ll"].map((letters) => Buffer.from(letters).readUInt16BE()));
/** The long s, which the pattern's `(?i:'s)` also matches: Unicode folds it to s. */
const longS = Buffer.from("\u{17f}");

/** The role of an ASCII byte in a plain word; 0 for none. */
const [smallPart, capitalPart, prefixPart] = [1, 2, 3];
const plainParts = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0 || byte >= 0x80) return 0;
  const kind = classAt(Uint8Array.of(byte), 0);
  if (kind === lower) return smallPart;
  if (kind === upper) return capitalPart;
  return kind === space || kind === other ? prefixPart : 0;
});

/** Most digits in one piece. */
const longestNumber = 3;

/**
 * The end of the piece that starts at `start`: o200k_base splits a text into pieces before it merges bytes.
 * A hand-written matcher for its pattern (openai/tiktoken, openai_public.py), in the pattern's order of preference:
 *
 *     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     | [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     | \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* | \s*[\r\n]+ | \s+(?!\S) | \s+
 *
 * @param bytes well-formed UTF-8 followed by `endOfText` three times, so that lookahead needs no bounds check
 */
export function findPreTokenEnd(bytes: Uint8Array, start: number): number {
  const kind = classAt(bytes, start);
  if (kind & letter) return findWordEnd(bytes, start);
  if (kind & number) return findNumberEnd(bytes, start);
  if ((kind & newline) === 0) {
    const end = findPrefixedEnd(bytes, start, kind);
    if (end > start) return end;
  }
  return findSpaceEnd(bytes, start);
}

/**
 * A fast path for the most common piece: a word of lower-case ASCII letters, optionally with a capital first and a
 * space or symbol before it. Returns `start` if there is none, or if what follows could belong to it; then use
 * `findPreTokenEnd`, which gives the same result for plain words.
 */
export function findPlainWordEnd(bytes: Uint8Array, start: number): number {
  let end = start;
  if (partOf(bytes, end) === prefixPart) end++;
  if (partOf(bytes, end) === capitalPart) end++;
  const small = end;
  while (partOf(bytes, end) === smallPart) end++;
  if (end === small) return start;
  const next = bytes[end] ?? 0;
  return next === apostrophe || (next >= 0x80 && next !== endOfText) ? start : end;
}

function partOf(bytes: Uint8Array, index: number): number {
  return plainParts[bytes[index] ?? 0] ?? 0;
}

/** The end of a word after one character that is not a letter, or of symbols; `start` if there is neither. */
function findPrefixedEnd(bytes: Uint8Array, start: number, kind: number): number {
  const next = nextCharacter(bytes, start);
  if (kind === mark) {
    // A mark may precede a word or be one: capitals alone are tried only after both.
    const small = findSmallEnd(bytes, next);
    return findContractionEnd(bytes, small > next ? small : next);
  }
  const end = findWordEnd(bytes, next);
  if (end > next) return end;
  if (kind === other) return findSymbolsEnd(bytes, start);
  return bytes[start] === spaceByte && isA(bytes, next, symbol) ? findSymbolsEnd(bytes, next) : start;
}

/** The end of the letters and a contraction after them; `start` if there is no letter. */
function findWordEnd(bytes: Uint8Array, start: number): number {
  const small = findSmallEnd(bytes, start);
  if (small > start) return findContractionEnd(bytes, small);
  const capitals = endOfRun(bytes, start, upperPart);
  return capitals > start ? findContractionEnd(bytes, capitals) : start;
}

/** The end of capitals followed by at least one lower-case letter (or a class that counts as one), else `start`. */
function findSmallEnd(bytes: Uint8Array, start: number): number {
  let end = endOfRun(bytes, start, upperPart);
  if (isA(bytes, end, lower)) return endOfRun(bytes, end, lowerPart);
  while (end > start) {
    const last = lastCharacter(bytes, end);
    if (isA(bytes, last, anyPart)) break;
    end = last;
  }
  return end;
}

/** The end of a contraction at `start`, in any case; `start` if there is none. */
function findContractionEnd(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== apostrophe) return start;
  const first = bytes[start + 1] ?? 0;
  const second = bytes[start + 2] ?? 0;
  if (shortContractions.has(first | lowerBit)) return start + 2;
  const pair = ((first | lowerBit) << 8) | (second | lowerBit);
  const isLong = longContractions.has(pair) || (first === longS[0] && second === longS[1]);
  return isLong ? start + 3 : start;
}

function findNumberEnd(bytes: Uint8Array, start: number): number {
  let end = start;
  for (let digits = 0; digits < longestNumber && isA(bytes, end, number); digits++) {
    end = nextCharacter(bytes, end);
  }
  return end;
}

/** The end of symbols and of the line breaks and slashes after them. */
function findSymbolsEnd(bytes: Uint8Array, start: number): number {
  let end = endOfRun(bytes, start, symbol);
  while (isA(bytes, end, newline) || bytes[end] === slash) end++;
  return end;
}

/** The end of white space: after its last line break, else before its last character, which goes to what follows. */
function findSpaceEnd(bytes: Uint8Array, start: number): number {
  const end = endOfRun(bytes, start, whiteSpace);
  let index = end;
  while (index > start && !isLineEnd(bytes[index - 1])) index--;
  if (index > start) return index;
  const last = lastCharacter(bytes, end);
  return bytes[end] === endOfText || last === start ? end : last;
}

function isLineEnd(byte = 0): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function isA(bytes: Uint8Array, index: number, mask: number): boolean {
  return (classAt(bytes, index) & mask) !== 0;
}

function endOfRun(bytes: Uint8Array, start: number, mask: number): number {
  let end = start;
  while (isA(bytes, end, mask)) end = nextCharacter(bytes, end);
  return end;
}

function nextCharacter(bytes: Uint8Array, start: number): number {
  let next = start + 1;
  while (isContinuation(bytes[next])) next++;
  return next;
}

/** The start of the character before `end`. */
function lastCharacter(bytes: Uint8Array, end: number): number {
  let last = end - 1;
  while (isContinuation(bytes[last])) last--;
  return last;
}

/** True for a byte that does not start a character. */
function isContinuation(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}
