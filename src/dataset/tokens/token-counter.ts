import { setImmediate } from "node:timers/promises";
import { endOfText } from "./character-class.js";
import { createLongMerge } from "./merge-long.js";
import { createShortMerge } from "./merge-short.js";
import { findPreTokenEnd, findPlainWordEnd } from "./pre-token.js";
import { type Vocabulary, loadVocabulary, noRank } from "./vocabulary.js";
import { rememberWords } from "./word-memory.js";

/** Counts tokens of o200k_base, the encoding of o4-mini and of all models since GPT-4o. */
export interface TokenCounter {
  /** Tokens of a text. Names of special tokens such as `<|endoftext|>` count as plain text. */
  count(text: string): number;
  /** Tokens of a text given as byte text (see `json/byte-text.ts`). */
  countBytes(bytes: string): number;
  /**
   * Tokens of a long text or byte text, counted in turns of about 20 ms that let the event loop run in between. Rejects
   * with the reason of the signal.
   */
  countInTurns(text: string, form: "text" | "bytes", signal?: AbortSignal): Promise<number>;
}

/** Pieces above this many bytes merge faster with a heap. */
const longPiece = 400;

/** Size of the buffer reused between texts. */
const keptBytes = 1 << 20;

/** Bytes counted per turn. */
const turnBytes = 64 * 1024;

/** The next piece: its start, and its end once known. */
interface Cursor {
  start: number;
  end: number;
}

/** How many `endOfText` must follow a text, as `findPreTokenEnd` requires. */
const sentinels = 3;

export async function createTokenCounter(): Promise<TokenCounter> {
  const countInTurns = createTurnCounter(await loadVocabulary());
  const kept = Buffer.alloc(keptBytes);
  const takeBuffer = (length: number): Buffer =>
    length + sentinels > keptBytes ? Buffer.alloc(length + sentinels) : kept;
  return {
    count(text) {
      // A UTF-16 unit takes at most three bytes; a lone surrogate becomes U+FFFD.
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

/** Creates a counter for the pieces in the first `length` bytes of a buffer; it yields after every turn. */
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

/** Creates a counter for the pieces that start before an offset; it stops with the cursor at the first long one. */
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

/** Runs all turns without a break. */
function atOnce(turns: Generator<void, number>): number {
  for (;;) {
    const { done, value } = turns.next();
    if (done === true) return value;
  }
}
