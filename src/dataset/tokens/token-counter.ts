import { setImmediate } from "node:timers/promises";
import { endOfText } from "./character-class.js";
import { createLongMerge } from "./merge-long.js";
import { createShortMerge } from "./merge-short.js";
import { findPreTokenEnd, findPlainWordEnd } from "./pre-token.js";
import { type Vocabulary, loadVocabulary, noRank } from "./vocabulary.js";
import { rememberWords } from "./word-memory.js";

/** Counts tokens as o200k_base cuts them, the encoding of o4-mini and of all models since GPT-4o. */
export interface TokenCounter {
  /** Tokens of a text. Names of special tokens, `<|endoftext|>`, are text like any other. */
  count(text: string): number;
  /** Tokens of a text whose UTF-8 bytes are given as byte text (see `json/byte-text.ts`). */
  countBytes(bytes: string): number;
  /**
   * Tokens of a long text or byte text, counted in turns of some 20 ms, between which the event loop runs.
   * Rejects with the signal's reason.
   */
  countInTurns(text: string, form: "text" | "bytes", signal?: AbortSignal): Promise<number>;
}

/** Bytes of a piece above which merging with a heap is faster. */
const longPiece = 400;

/** Bytes of the buffer that is kept from text to text. */
const keptBytes = 1 << 20;

/** Bytes of pieces that are counted in one turn. */
const turnBytes = 64 * 1024;

/** The piece that is next: where it begins, and where it ends once that is known. */
interface Cursor {
  start: number;
  end: number;
}

/** How often `endOfText` stands behind a text, as `findPieceEnd` asks. */
const sentinels = 3;

/** Loads the vocabulary and makes a counter of it. */
export async function createTokenCounter(): Promise<TokenCounter> {
  const countInTurns = createTurnCounter(await loadVocabulary());
  const kept = Buffer.alloc(keptBytes);
  const takeBuffer = (length: number): Buffer =>
    length + sentinels > keptBytes ? Buffer.alloc(length + sentinels) : kept;
  return {
    count(text) {
      // A UTF-16 unit takes three bytes at the most; half a pair of surrogates becomes U+FFFD.
      const buffer = takeBuffer(text.length * 3);
      return atOnce(countInTurns(buffer, buffer.write(text)));
    },
    countBytes(bytes) {
      const buffer = takeBuffer(bytes.length);
      return atOnce(countInTurns(buffer, buffer.write(bytes, "latin1")));
    },
    async countInTurns(text, form, signal) {
      const bytes = Buffer.from(text, form === "bytes" ? "latin1" : "utf8");
      const turns = countInTurns(Buffer.concat([bytes, Buffer.alloc(sentinels)]), bytes.length);
      for (;;) {
        await setImmediate();
        signal?.throwIfAborted();
        const { done, value } = turns.next();
        if (done === true) return value;
      }
    },
  };
}

/** Makes what counts the pieces at the beginning of a buffer, and yields after every turn. */
function createTurnCounter(
  vocabulary: Vocabulary,
): (bytes: Buffer, length: number) => Generator<void, number> {
  const countShortPieces = createShortPieceCounter(vocabulary);
  const mergeLong = createLongMerge(vocabulary);
  return function* countInTurns(bytes, length) {
    bytes.fill(endOfText, length, length + sentinels);
    const cursor: Cursor = { start: 0, end: 0 };
    let tokens = 0;
    while (cursor.start < length) {
      const before = Math.min(cursor.start + turnBytes, length);
      tokens += countShortPieces(bytes, cursor, before);
      if (cursor.start < before) {
        tokens += yield* mergeLong(bytes, cursor.start, cursor.end);
        cursor.start = cursor.end;
      }
      yield;
    }
    return tokens;
  };
}

/** Makes what counts the pieces that begin before an offset, up to the first that is long, and moves the cursor to it. */
function createShortPieceCounter(
  vocabulary: Vocabulary,
): (bytes: Uint8Array, cursor: Cursor, before: number) => number {
  const mergeShort = createShortMerge(vocabulary, longPiece);
  const countPiece = (bytes: Uint8Array, start: number, end: number): number =>
    end - start === 1 || vocabulary.rankOf(bytes, start, end) !== noRank ? 1 : mergeShort(bytes, start, end);
  const countWord = rememberWords(countPiece);
  return (bytes, cursor, before) => {
    let tokens = 0;
    let { start } = cursor;
    while (start < before) {
      const word = findPlainWordEnd(bytes, start);
      const end = word > start ? word : findPreTokenEnd(bytes, start);
      if (end - start > longPiece) {
        cursor.end = end;
        break;
      }
      tokens += word > start ? countWord(bytes, start, end) : countPiece(bytes, start, end);
      start = end;
    }
    cursor.start = start;
    return tokens;
  };
}

/** Takes all turns one after the other. */
function atOnce(turns: Generator<void, number>): number {
  for (;;) {
    const { done, value } = turns.next();
    if (done === true) return value;
  }
}
