import { characterClass, classAt, endOfText } from "./character-class.js";

const { upper, lower, caseless, mark, number, newline, space, other } = characterClass;

const letter = upper | lower | caseless;
/** What may stand in the part of a word in capitals, and in its small part. */
const upperPart = upper | caseless | mark;
const lowerPart = lower | caseless | mark;
const anyPart = caseless | mark;
/** `[^\s\p{L}\p{N}]` */
const symbol = mark | other;
const whiteSpace = newline | space;

const [spaceByte, slash, apostrophe] = [0x20, 0x2f, 0x27];
/** Makes an ASCII letter small. */
const lowerBit = 0x20;
const shortContractions = new Set(Buffer.from("stmd"));
const longContractions = new Set(["re", "ve", "ll"].map((letters) => Buffer.from(letters).readUInt16BE()));
/** The long s, which the pattern's `(?i:'s)` takes as well: Unicode folds it to s. */
const longS = Buffer.from("\u{17f}");

/** What an ASCII byte may be in a plain word: 0 nothing. */
const [smallPart, capitalPart, prefixPart] = [1, 2, 3];
const plainParts = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0 || byte >= 0x80) return 0;
  const kind = classAt(Uint8Array.of(byte), 0);
  if (kind === lower) return smallPart;
  if (kind === upper) return capitalPart;
  return kind === space || kind === other ? prefixPart : 0;
});

/** Digits that a piece has at the most. */
const longestNumber = 3;

/**
 * The end of the piece that begins at `start`: pieces are what o200k_base splits a text into before it merges bytes.
 * By hand what its pattern says (openai/tiktoken, openai_public.py), with the pattern's own order of preference:
 *
 *     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     | [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     | \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* | \s*[\r\n]+ | \s+(?!\S) | \s+
 *
 * @param bytes well-formed UTF-8 with `endOfText` three times behind it, so that what looks ahead needs no bound
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
 * The end of the commonest piece by the shortest way: a word of small ASCII letters that may have a capital, and before
 * it a space or a sign. `start` where it is none, or where what follows could belong to it; `findPieceEnd` is then to
 * be asked, which gives the same where there is one.
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

/** The end of a word behind one character that is no letter, or of symbols; `start` where there is neither. */
function findPrefixedEnd(bytes: Uint8Array, start: number, kind: number): number {
  const next = nextCharacter(bytes, start);
  if (kind === mark) {
    // A mark may stand before a word or be one: capitals alone are tried only after both.
    const small = findSmallEnd(bytes, next);
    return findContractionEnd(bytes, small > next ? small : next);
  }
  const end = findWordEnd(bytes, next);
  if (end > next) return end;
  if (kind === other) return findSymbolsEnd(bytes, start);
  return bytes[start] === spaceByte && isA(bytes, next, symbol) ? findSymbolsEnd(bytes, next) : start;
}

/** The end of the letters and of the contraction behind them; `start` where there is no letter. */
function findWordEnd(bytes: Uint8Array, start: number): number {
  const small = findSmallEnd(bytes, start);
  if (small > start) return findContractionEnd(bytes, small);
  const capitals = endOfRun(bytes, start, upperPart);
  return capitals > start ? findContractionEnd(bytes, capitals) : start;
}

/** The end of capitals with at least one small letter (or what may pass for one) behind them, else `start`. */
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

/** The end of a contraction at `start`, in any case; `start` where there is none. */
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

/** The end of symbols, and of the line ends and slashes behind them. */
function findSymbolsEnd(bytes: Uint8Array, start: number): number {
  let end = endOfRun(bytes, start, symbol);
  while (isA(bytes, end, newline) || bytes[end] === slash) end++;
  return end;
}

/** The end of white space: behind its last line end; else before its last character, which goes to what follows. */
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

/** Where the character before `end` begins. */
function lastCharacter(bytes: Uint8Array, end: number): number {
  let last = end - 1;
  while (isContinuation(bytes[last])) last--;
  return last;
}

/** True for a byte that is not a character's first. */
function isContinuation(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}
