import { type JsonObject, type JsonValue, isJsonObject } from "../json.js";
import { bytesOfText } from "./byte-text.js";

/** A value's hash, and its size in bytes, keys included. */
export interface Fingerprint {
  /** 53 bits, so a plain number. */
  hash: number;
  size: number;
  /**
   * Whether one of the strings may hold an unbroken run of 20 printable ASCII characters. A by-product of the hash's
   * own walk, and the reason why looking for secrets costs nothing in a file of plain words.
   */
  hasLongRun: boolean;
}

/** How a value's strings are written: as text, or as byte text; ASCII is best called byte text. */
type StringForm = "text" | "bytes";

/**
 * Hashes a JSON value of any size and depth without recursion. Equal values have equal hashes, in whatever order
 * their keys stand and in either form; different values share one by a chance of about one in 2^53 a pair.
 */
export function fingerprint(value: Value, form: StringForm = "text"): Fingerprint {
  const hash = new Hash();
  const toBytes = form === "bytes" ? same : bytesOfText;
  const waiting: Value[] = [value];
  for (;;) {
    const here = waiting.pop();
    if (here === undefined) return hash.finish();
    if (typeof here === "string") {
      hash.mark(textMark);
      hash.add(toBytes(here));
    } else if (isArray(here)) {
      hash.mark(arrayMark);
      hash.mark(here.length);
      for (const element of here) waiting.push(element);
    } else if (isJsonObject(here)) {
      const keys = sortedKeys(here);
      hash.mark(objectMark);
      hash.mark(keys.length);
      for (const key of keys) hash.add(toBytes(key));
      for (const key of keys) waiting.push(here[key] ?? null);
    } else {
      hash.mark(otherMark);
      hash.add(String(here));
    }
  }
}

function same(text: string): string {
  return text;
}

type Value = JsonValue | readonly JsonValue[];

/** What begins here: values of different types have different hashes. */
const [textMark, arrayMark, objectMark, otherMark] = [1, 2, 3, 4];

/** `Array.isArray` does not tell a readonly array from an object. */
function isArray(value: Value): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** An object's keys in one order; most rows of a file have theirs in the same, which is then sorted once or never. */
function sortedKeys(value: JsonObject): string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] ?? "") > (keys[index] ?? "")) return keys.toSorted();
  }
  return keys;
}

/** Characters from which on a string is hashed four bytes a step. */
const longString = 48;
const words = new Int32Array(16 * 1024);
const scratch = Buffer.from(words.buffer);

/** The shortest run that is looked for; wherever it begins it covers four (2 to the power of wordBits) whole words. */
const longRun = { bytes: 20, wordBits: 2 };

/** All bits where one of a word's four bytes is a blank, a control character or beyond ASCII; else 0. */
function breakMask(word: number): number {
  const breaks = ((word - 0x21212121) | word) & 0x80808080;
  return (breaks | (0 - breaks)) >> 31;
}

/**
 * Two 32-bit lanes of multiply and xor (after cyrb53, public domain, by bryc), fed byte text piece by piece. Long
 * pieces go through two pairs of lanes, one for every other word, because a lane waits for itself at each step.
 */
class Hash {
  #high = 0xdeadbeef | 0;
  #low = 0x41c6ce57;
  #size = 0;
  #hasLongRun = false;

  /** Takes in a number. */
  mark(code: number): void {
    this.#high = Math.imul(this.#high ^ code, 2654435761);
    this.#low = Math.imul(this.#low ^ code, 1597334677);
    // Without this the upper bits of a word would never reach the lower ones of the hash.
    this.#high ^= this.#high >>> 15;
    this.#low ^= this.#low >>> 13;
  }

  /** Takes in a text; its length parts it from the next: "ab", "c" is not "a", "bc". */
  add(text: string): void {
    const { length } = text;
    this.mark(length);
    this.#size += length;
    if (length < longString) this.#addShort(text);
    else if (length <= scratch.length) this.#addPiece(text);
    else this.#addPieces(text);
  }

  finish(): Fingerprint {
    const [high, low] = [this.#high, this.#low];
    const first = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    const second = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
    const hash = 4294967296 * (2097151 & second) + (first >>> 0);
    return { hash, size: this.#size, hasLongRun: this.#hasLongRun };
  }

  #addShort(text: string): void {
    let run = 0;
    for (let position = 0; position < text.length; position++) {
      const code = text.charCodeAt(position);
      run = code > 0x20 && code < 0x80 ? run + 1 : 0;
      if (run === longRun.bytes) this.#hasLongRun = true;
      this.mark(code);
    }
  }

  #addPieces(text: string): void {
    for (let start = 0; start < text.length; start += scratch.length) {
      this.#addPiece(text.slice(start, start + scratch.length));
    }
    // A run may go over the edge of two pieces, which nobody has looked at.
    this.#hasLongRun = true;
  }

  #addPiece(piece: string): void {
    const length = scratch.write(piece, "latin1");
    // Two words are taken at a time.
    scratch.fill(0, length, Math.min(scratch.length, (length + 7) & ~7));
    this.#mixWords(((length + 7) >>> 3) << 1);
  }

  /** Takes in the first words of the scratch buffer. */
  #mixWords(count: number): void {
    let [evenHigh, evenLow, oddHigh, oddLow] = [this.#high, this.#low, ~this.#high, ~this.#low];
    let run = 0;
    let longRuns = 0;
    for (let index = 0; index < count; index += 2) {
      const even = words[index] ?? 0;
      const odd = words[index + 1] ?? 0;
      evenHigh = Math.imul(evenHigh ^ even, 2654435761);
      evenLow = Math.imul(evenLow ^ even, 1597334677);
      oddHigh = Math.imul(oddHigh ^ odd, 2654435761);
      oddLow = Math.imul(oddLow ^ odd, 1597334677);
      evenHigh ^= evenHigh >>> 15;
      evenLow ^= evenLow >>> 13;
      oddHigh ^= oddHigh >>> 15;
      oddLow ^= oddLow >>> 13;
      // Arithmetic, not branches, which would be guessed wrong at every other word.
      run = (run + 1) & ~breakMask(even);
      longRuns |= run >>> longRun.wordBits;
      run = (run + 1) & ~breakMask(odd);
      longRuns |= run >>> longRun.wordBits;
    }
    this.#high = evenHigh;
    this.#low = evenLow;
    this.mark(oddHigh);
    this.mark(oddLow);
    if (longRuns !== 0) this.#hasLongRun = true;
  }
}
