import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { bytesOfText } from "#json/byte-text.js";

/** A value's hash and its size in bytes, including keys. */
export interface Fingerprint {
  /** 53 bits, so that it fits a plain number. */
  hash: number;
  size: number;
  /**
   * Whether a string may contain an unbroken run of 20 printable ASCII characters. A by-product of hashing, which makes
   * the search for secrets free in a file of plain words.
   */
  hasLongRun: boolean;
}

/** How the strings of a value are encoded: as text, or as byte text. Pass "bytes" for ASCII, which is faster. */
type StringForm = "text" | "bytes";

/**
 * Hashes a JSON value of any size and depth without recursion. Equal values have equal hashes, whatever the order of
 * their keys and in either form; two different values collide with a chance of about one in 2^53.
 */
export function fingerprint(value: Value, form: StringForm = "text"): Fingerprint {
  hash.begin();
  const toBytes = form === "bytes" ? same : bytesOfText;
  let count = 1;
  waiting[0] = value;
  while (count > 0) {
    const here = waiting[--count] ?? null;
    waiting[count] = null;
    if (isArray(here)) count = addArray(here, count);
    else if (isJsonObject(here)) count = addObject(here, count, toBytes);
    else addScalar(here, toBytes);
  }
  shortenWaiting();
  return hash.finish();
}

type ToBytes = (text: string) => string;

function addScalar(value: null | boolean | number | string, toBytes: ToBytes): void {
  const isText = typeof value === "string";
  hash.mark(isText ? textMark : otherMark);
  hash.add(isText ? toBytes(value) : String(value));
}

/** Hashes an array header and queues its elements in `waiting` from index `from`. Returns the index after them. */
function addArray(elements: readonly JsonValue[], from: number): number {
  hash.mark(arrayMark);
  hash.mark(elements.length);
  for (let index = 0; index < elements.length; index++) waiting[from + index] = elements[index] ?? null;
  return from + elements.length;
}

/** Hashes an object's keys and queues its values like `addArray`. */
function addObject(value: JsonObject, from: number, toBytes: ToBytes): number {
  const keys = sortedKeys(value);
  hash.mark(objectMark);
  hash.mark(keys.length);
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? "";
    hash.add(toBytes(key));
    waiting[from + index] = value[key] ?? null;
  }
  return from + keys.length;
}

/** The stack of values yet to hash, shared by all calls: new lists for each row are not free. */
const waiting: Value[] = [];

/** Slots of that stack kept between calls. */
const keptWaiting = 1024;

function shortenWaiting(): void {
  if (waiting.length > keptWaiting) waiting.length = 0;
}

function same(text: string): string {
  return text;
}

type Value = JsonValue | readonly JsonValue[];

/** Type tags, so that values of different types have different hashes. */
const [textMark, arrayMark, objectMark, otherMark] = [1, 2, 3, 4];

/** `Array.isArray` does not tell a readonly array from an object. */
function isArray(value: Value): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Up to this many keys, an insertion sort in place avoids a second list. */
const fewKeys = 16;

function sortedKeys(value: JsonObject): string[] {
  const keys = Object.keys(value);
  if (keys.length > fewKeys) return keys.toSorted();
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index] ?? "";
    let place = index;
    for (; place > 0 && (keys[place - 1] ?? "") > key; place--) keys[place] = keys[place - 1] ?? "";
    keys[place] = key;
  }
  return keys;
}

/** From this length in characters, a string is hashed four bytes at a time. */
const longString = 48;
const words = new Int32Array(16 * 1024);
const scratch = Buffer.from(words.buffer);

/** The shortest run of interest; wherever it starts, it covers four whole words. */
const runLength = 20;

/** Two 32-bit lanes of multiply and xor (after cyrb53, public domain, by bryc), fed byte text in pieces. */
class Hash {
  #high = 0;
  #low = 0;
  #size = 0;
  #hasLongRun = false;

  begin(): void {
    this.#high = 0xdeadbeef | 0;
    this.#low = 0x41c6ce57;
    this.#size = 0;
    this.#hasLongRun = false;
  }

  mark(code: number): void {
    this.#high = Math.imul(this.#high ^ code, 2654435761);
    this.#low = Math.imul(this.#low ^ code, 1597334677);
    // Otherwise the upper bits of a word would never reach the lower bits of the hash.
    this.#high ^= this.#high >>> 15;
    this.#low ^= this.#low >>> 13;
  }

  /** Hashes a text after its length, so that "ab", "c" differs from "a", "bc". */
  add(text: string): void {
    const { length } = text;
    this.mark(length);
    this.#size += length;
    if (length < longString) this.#addShort(text);
    else if (length <= scratch.length) this.#addPiece(text);
    else this.#addPieces(text);
  }

  finish(): Fingerprint {
    const high = this.#high;
    const low = this.#low;
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
      if (run === runLength) this.#hasLongRun = true;
      this.mark(code);
    }
  }

  #addPieces(text: string): void {
    for (let start = 0; start < text.length; start += scratch.length) {
      this.#addPiece(text.slice(start, start + scratch.length));
    }
    // A run may cross the boundary of two pieces, which is not checked.
    this.#hasLongRun = true;
  }

  #addPiece(piece: string): void {
    const length = scratch.write(piece, "latin1");
    // Words are mixed in fours. A loop, because `fill` costs more than zeroing a few bytes.
    for (let end = length; (end & 15) !== 0; end++) scratch[end] = 0;
    this.#mixWords(((length + 15) >>> 4) << 2);
  }

  /** Hashes the first words of the scratch buffer in two pairs of lanes: a single pair would stall on itself. */
  #mixWords(count: number): void {
    let a = this.#high;
    let b = this.#low;
    let c = ~a;
    let d = ~b;
    // Break marks of the previous three words (see `markBreaks`); the text starts after a break.
    let before3 = ~0;
    let before2 = ~0;
    let before1 = ~0;
    let found = 0;
    for (let index = 0; index < count; index += 4) {
      const first = words[index] ?? 0;
      const second = words[index + 1] ?? 0;
      const third = words[index + 2] ?? 0;
      const fourth = words[index + 3] ?? 0;
      a = Math.imul(a ^ first, 2654435761);
      b = Math.imul(b ^ second, 1597334677);
      c = Math.imul(c ^ third, 2246822507);
      d = Math.imul(d ^ fourth, 3266489909);
      a ^= b >>> 15;
      b ^= a >>> 13;
      c ^= d >>> 15;
      d ^= c >>> 13;
      const marks1 = markBreaks(first);
      const marks2 = markBreaks(second);
      const marks3 = markBreaks(third);
      const marks4 = markBreaks(fourth);
      const upToFirst = before2 | before1 | marks1;
      const upToThird = marks1 | marks2 | marks3;
      found |= signIfNone(before3 | upToFirst);
      found |= signIfNone(upToFirst | marks2);
      found |= signIfNone(before1 | upToThird);
      found |= signIfNone(upToThird | marks4);
      before3 = marks2;
      before2 = marks3;
      before1 = marks4;
    }
    this.#high = a;
    this.#low = b;
    this.mark(c);
    this.mark(d);
    if (found < 0) this.#hasLongRun = true;
  }
}

/** Sets the top bit of each byte that is a space, a control character or non-ASCII, and perhaps of others. */
function markBreaks(word: number): number {
  return (word - 0x21212121) | word;
}

/** Negative if none of the four top bits is set; arithmetic, because a branch would be mispredicted. */
function signIfNone(marks: number): number {
  return ((marks & 0x80808080) >>> 7) - 1;
}

/** One instance serves all calls, as `waiting` does. */
const hash = new Hash();
