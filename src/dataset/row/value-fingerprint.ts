import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { bytesOfText } from "#json/byte-text.js";

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

/** Takes in an array whose elements have yet to come: they wait from that place on. Gives the place behind them. */
function addArray(elements: readonly JsonValue[], from: number): number {
  hash.mark(arrayMark);
  hash.mark(elements.length);
  for (let index = 0; index < elements.length; index++) waiting[from + index] = elements[index] ?? null;
  return from + elements.length;
}

/** Takes in an object's keys; its values have yet to come. */
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

/** Values whose turn comes later: one list for all calls, because three new ones for each row are not free. */
const waiting: Value[] = [];

/** Places of that list that are kept from call to call. */
const keptWaiting = 1024;

function shortenWaiting(): void {
  if (waiting.length > keptWaiting) waiting.length = 0;
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

/** Keys up to which they are put in order one by one, which needs no second list. */
const fewKeys = 16;

/** An object's keys in one order. */
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

/** Characters from which on a string is hashed four bytes a step. */
const longString = 48;
const words = new Int32Array(16 * 1024);
const scratch = Buffer.from(words.buffer);

/** The shortest run that is looked for; wherever it begins it covers four whole words. */
const runLength = 20;

/**
 * Two 32-bit lanes of multiply and xor (after cyrb53, public domain, by bryc), fed byte text piece by piece.
 */
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
    // A run may go over the edge of two pieces, which nobody has looked at.
    this.#hasLongRun = true;
  }

  #addPiece(piece: string): void {
    const length = scratch.write(piece, "latin1");
    // Four words are taken at a time; `fill` costs more than a few bytes.
    for (let end = length; (end & 15) !== 0; end++) scratch[end] = 0;
    this.#mixWords(((length + 15) >>> 4) << 2);
  }

  /** Takes in the first words of the scratch buffer, in two pairs of lanes: one pair would wait for itself. */
  #mixWords(count: number): void {
    let a = this.#high;
    let b = this.#low;
    let c = ~a;
    let d = ~b;
    // Of each word the marks of its breaks (see `markBreaks`); before the first one there is a break.
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

/** Sets the upper bit of each byte of a word that is a blank, a control character or beyond ASCII, and perhaps others. */
function markBreaks(word: number): number {
  return (word - 0x21212121) | word;
}

/** A negative number where none of the four upper bits is set; arithmetic, because a branch would be guessed wrong. */
function signIfNone(marks: number): number {
  return ((marks & 0x80808080) >>> 7) - 1;
}

/** One hash serves all calls, as one list does. */
const hash = new Hash();
