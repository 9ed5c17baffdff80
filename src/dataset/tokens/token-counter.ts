import { classify } from "./character-class.js";
import { createLongMerge } from "./merge-long.js";
import { createShortMerge } from "./merge-short.js";
import { type ClassifiedText, findPieceEnd } from "./piece.js";
import { loadVocabulary, noRank } from "./vocabulary.js";

/** Counts tokens as o200k_base cuts them, the encoding of o4-mini and of all models since GPT-4o. */
export interface TokenCounter {
  /** Tokens of a text. Names of special tokens, `<|endoftext|>`, are text like any other. */
  count(text: string): number;
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
  return {
    count(text) {
      // A UTF-16 unit takes three bytes at the most.
      const needed = text.length * 3 + sentinels;
      const classified = fill(needed > keptBytes ? makeRoom(needed) : kept, text);
      let tokens = 0;
      for (let start = 0; start < classified.length;) {
        const end = findPieceEnd(classified, start);
        tokens += countPiece(classified.bytes, start, end);
        start = end;
      }
      return tokens;
    },
  };
}

interface Room extends ClassifiedText {
  bytes: Buffer;
}

function makeRoom(size: number): Room {
  return { bytes: Buffer.alloc(size), classes: new Uint8Array(size), length: 0 };
}

/** Writes a text into a room; a surrogate without its other half becomes U+FFFD. */
function fill(room: Room, text: string): ClassifiedText {
  const { bytes, classes } = room;
  room.length = bytes.write(text);
  classify(bytes, room.length, classes);
  bytes.fill(0, room.length, room.length + sentinels);
  classes.fill(0, room.length, room.length + sentinels);
  return room;
}
