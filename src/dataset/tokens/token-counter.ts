import { classify } from "./character-class.js";
import { createLongMerge } from "./merge-long.js";
import { createShortMerge } from "./merge-short.js";
import { type ClassifiedText, findPieceEnd } from "./piece.js";
import { loadVocabulary, noRank } from "./vocabulary.js";

/** Counts tokens as o200k_base cuts them, the encoding of o4-mini and of all models since GPT-4o. */
export interface TokenCounter {
  /** Tokens of a text. Names of special tokens, `<|endoftext|>`, are text like any other. */
  count(text: string): number;
  /** Tokens of a text whose UTF-8 bytes are given as byte text (see `byte-text.ts`). */
  countBytes(bytes: string): number;
}

/** Bytes of a piece above which merging with a heap is faster. */
const longPiece = 400;

/** Bytes of the buffers that are kept from text to text. */
const keptBytes = 1 << 20;

/** Bytes behind the text that are 0, as `ClassifiedText` asks. */
const sentinels = 3;

/** Loads the vocabulary and makes a counter of it. */
export async function createTokenCounter(): Promise<TokenCounter> {
  const vocabulary = await loadVocabulary();
  const mergeShort = createShortMerge(vocabulary, longPiece);
  const mergeLong = createLongMerge(vocabulary);
  const kept = makeRoom(keptBytes);

  const countPiece = (bytes: Uint8Array, start: number, end: number): number => {
    if (end - start === 1 || vocabulary.rankOf(bytes, start, end) !== noRank) return 1;
    return end - start > longPiece ? mergeLong(bytes, start, end) : mergeShort(bytes, start, end);
  };
  const countRoom = (room: Room): number => {
    const text = classifyRoom(room);
    let tokens = 0;
    for (let start = 0; start < text.length;) {
      const end = findPieceEnd(text, start);
      tokens += countPiece(text.bytes, start, end);
      start = end;
    }
    return tokens;
  };
  const takeRoom = (bytes: number): Room =>
    bytes + sentinels > keptBytes ? makeRoom(bytes + sentinels) : kept;
  return {
    count(text) {
      // A UTF-16 unit takes three bytes at the most; half a pair of surrogates becomes U+FFFD.
      const room = takeRoom(text.length * 3);
      room.length = room.bytes.write(text);
      return countRoom(room);
    },
    countBytes(bytes) {
      const room = takeRoom(bytes.length);
      room.length = room.bytes.write(bytes, "latin1");
      return countRoom(room);
    },
  };
}

interface Room extends ClassifiedText {
  bytes: Buffer;
}

function makeRoom(size: number): Room {
  return { bytes: Buffer.alloc(size), classes: new Uint8Array(size), length: 0 };
}

/** Adds the classes of a text that was written into a room. */
function classifyRoom(room: Room): ClassifiedText {
  const { bytes, classes, length } = room;
  classify(bytes, length, classes);
  bytes.fill(0, length, length + sentinels);
  classes.fill(0, length, length + sentinels);
  return room;
}
