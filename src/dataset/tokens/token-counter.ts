import { endOfText } from "./character-class.js";
import { createLongMerge } from "./merge-long.js";
import { createShortMerge } from "./merge-short.js";
import { findPieceEnd, findPlainWordEnd } from "./piece.js";
import { loadVocabulary, noRank } from "./vocabulary.js";
import { rememberWords } from "./word-memory.js";

/** Counts tokens as o200k_base cuts them, the encoding of o4-mini and of all models since GPT-4o. */
export interface TokenCounter {
  /** Tokens of a text. Names of special tokens, `<|endoftext|>`, are text like any other. */
  count(text: string): number;
  /** Tokens of a text whose UTF-8 bytes are given as byte text (see `byte-text.ts`). */
  countBytes(bytes: string): number;
}

/** Bytes of a piece above which merging with a heap is faster. */
const longPiece = 400;

/** Bytes of the buffer that is kept from text to text. */
const keptBytes = 1 << 20;

/** How often `endOfText` stands behind a text, as `findPieceEnd` asks. */
const sentinels = 3;

/** Loads the vocabulary and makes a counter of it. */
export async function createTokenCounter(): Promise<TokenCounter> {
  const vocabulary = await loadVocabulary();
  const mergeShort = createShortMerge(vocabulary, longPiece);
  const mergeLong = createLongMerge(vocabulary);
  const kept = Buffer.alloc(keptBytes);

  const countPiece = (bytes: Uint8Array, start: number, end: number): number => {
    if (end - start === 1 || vocabulary.rankOf(bytes, start, end) !== noRank) return 1;
    return end - start > longPiece ? mergeLong(bytes, start, end) : mergeShort(bytes, start, end);
  };
  const countWord = rememberWords(countPiece);
  const countPieces = (bytes: Buffer, length: number): number => {
    bytes.fill(endOfText, length, length + sentinels);
    let tokens = 0;
    for (let start = 0; start < length;) {
      const word = findPlainWordEnd(bytes, start);
      const end = word > start ? word : findPieceEnd(bytes, start);
      tokens += word > start ? countWord(bytes, start, end) : countPiece(bytes, start, end);
      start = end;
    }
    return tokens;
  };
  const takeBuffer = (length: number): Buffer =>
    length + sentinels > keptBytes ? Buffer.alloc(length + sentinels) : kept;
  return {
    count(text) {
      // A UTF-16 unit takes three bytes at the most; half a pair of surrogates becomes U+FFFD.
      const buffer = takeBuffer(text.length * 3);
      return countPieces(buffer, buffer.write(text));
    },
    countBytes(bytes) {
      const buffer = takeBuffer(bytes.length);
      return countPieces(buffer, buffer.write(bytes, "latin1"));
    },
  };
}
