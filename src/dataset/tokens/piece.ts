import { characterClass } from "./character-class.js";

/**
 * Text as UTF-8, with the class of each byte's character. Behind the text stand three bytes of 0 and of class 0, so
 * that what looks ahead needs no bound.
 */
export interface ClassifiedText {
  bytes: Uint8Array;
  classes: Uint8Array;
  /** Of the text, in bytes. */
  length: number;
}

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

/** Digits that a piece has at the most. */
const longestNumber = 3;

/**
 * The end of the piece that begins at `start`: pieces are what o200k_base splits a text into before it merges bytes.
 * By hand what its pattern says (openai/tiktoken, openai_public.py), with the pattern's own order of preference:
 *
 *     [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     | [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 *     | \p{N}{1,3} | ?[^\s\p{L}\p{N}]+[\r\n/]* | \s*[\r\n]+ | \s+(?!\S) | \s+
 */
export function findPieceEnd(text: ClassifiedText, start: number): number {
  const kind = text.classes[start] ?? 0;
  if (kind & letter) return findWordEnd(text, start);
  if (kind & number) return findNumberEnd(text, start);
  if ((kind & newline) === 0) {
    const end = findPrefixedEnd(text, start, kind);
    if (end > start) return end;
  }
  return findSpaceEnd(text, start);
}

/** The end of a word behind one character that is no letter, or of symbols; `start` where there is neither. */
function findPrefixedEnd(text: ClassifiedText, start: number, kind: number): number {
  const next = nextCharacter(text, start);
  if (kind === mark) {
    // A mark may stand before a word or be one: capitals alone are tried only after both.
    const small = findSmallEnd(text, next);
    return findContractionEnd(text, small > next ? small : next);
  }
  const end = findWordEnd(text, next);
  if (end > next) return end;
  if (kind === other) return findSymbolsEnd(text, start);
  return text.bytes[start] === spaceByte && isA(text, next, symbol) ? findSymbolsEnd(text, next) : start;
}

/** The end of the letters and of the contraction behind them; `start` where there is no letter. */
function findWordEnd(text: ClassifiedText, start: number): number {
  const small = findSmallEnd(text, start);
  if (small > start) return findContractionEnd(text, small);
  const capitals = endOfRun(text, start, upperPart);
  return capitals > start ? findContractionEnd(text, capitals) : start;
}

/** The end of capitals with at least one small letter (or what may pass for one) behind them, else `start`. */
function findSmallEnd(text: ClassifiedText, start: number): number {
  let end = endOfRun(text, start, upperPart);
  if (isA(text, end, lower)) return endOfRun(text, end, lowerPart);
  while (end > start && !isA(text, end - 1, anyPart)) end--;
  return end;
}

/** The end of a contraction at `start`, in any case; `start` where there is none. */
function findContractionEnd({ bytes }: ClassifiedText, start: number): number {
  if (bytes[start] !== apostrophe) return start;
  const first = bytes[start + 1] ?? 0;
  const second = bytes[start + 2] ?? 0;
  if (shortContractions.has(first | lowerBit)) return start + 2;
  const pair = ((first | lowerBit) << 8) | (second | lowerBit);
  const isLong = longContractions.has(pair) || (first === longS[0] && second === longS[1]);
  return isLong ? start + 3 : start;
}

function findNumberEnd(text: ClassifiedText, start: number): number {
  let end = start;
  for (let digits = 0; digits < longestNumber && isA(text, end, number); digits++) {
    end = nextCharacter(text, end);
  }
  return end;
}

/** The end of symbols, and of the line ends and slashes behind them. */
function findSymbolsEnd(text: ClassifiedText, start: number): number {
  let end = endOfRun(text, start, symbol);
  while (isA(text, end, newline) || text.bytes[end] === slash) end++;
  return end;
}

/** The end of white space: behind its last line end; else before its last character, which goes to what follows. */
function findSpaceEnd(text: ClassifiedText, start: number): number {
  const end = endOfRun(text, start, whiteSpace);
  for (let index = end; index > start; index--) if (isA(text, index - 1, newline)) return index;
  if (end === text.length) return end;
  let last = end - 1;
  while (isContinuation(text.bytes[last])) last--;
  return last > start ? last : end;
}

function isA({ classes }: ClassifiedText, index: number, mask: number): boolean {
  return ((classes[index] ?? 0) & mask) !== 0;
}

function endOfRun({ classes }: ClassifiedText, start: number, mask: number): number {
  let end = start;
  while (((classes[end] ?? 0) & mask) !== 0) end++;
  return end;
}

function nextCharacter({ bytes }: ClassifiedText, start: number): number {
  let next = start + 1;
  while (isContinuation(bytes[next])) next++;
  return next;
}

/** True for a byte that is not a character's first. */
function isContinuation(byte = 0): boolean {
  return (byte & 0xc0) === 0x80;
}
