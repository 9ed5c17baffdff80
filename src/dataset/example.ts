import { type JsonObject, parseJson } from "../json.js";
import { bytesOfText, isAsciiText, textOfBytes } from "./byte-text.js";
import { fingerprint } from "./fingerprint.js";
import { isField } from "./is-field.js";
import { messagesOf } from "./message.js";
import { someString } from "./strings-of.js";

/** One line's content, parsed: what a grader's templates call `item`. */
export interface Example {
  /** 1-based, counting physical lines, blank and broken ones included. */
  readonly line: number;
  /** The whole row, `messages` included. */
  readonly item: JsonObject;
}

/** Where a row stands in its file, in bytes. */
export interface RowPlace {
  readonly offset: number;
  readonly length: number;
}

/** Hashes of a row's parts; equal parts have equal hashes. */
export interface RowPrints {
  readonly prompt: number;
  readonly rest: number;
  /** See `Fingerprint`; of the whole row. */
  readonly hasLongRun: boolean;
}

/**
 * An example as checks see it. Prompts are most of a file, and no check shows them whole, so a line with characters
 * outside ASCII is parsed as byte text (see `byte-text.ts`) and decoded only where somebody asks for `item`.
 */
export class Row implements Example {
  readonly line: number;
  /** The line; byte text where `encoded`. */
  readonly text: string;
  /** Whether the strings of `raw` and `text` are byte text. */
  readonly encoded: boolean;
  /** The row as parsed from `text`. Show nothing of it to a person. */
  readonly raw: JsonObject;
  readonly place: RowPlace;
  /** Whether the line holds a `\u` escape: only one can bring a character that the bytes do not. */
  readonly isEscaped: boolean;
  #item: JsonObject | undefined;
  #fields: JsonObject | undefined;
  #prints: RowPrints | undefined;

  constructor(
    line: { number: number; text: string; encoded: boolean; place: RowPlace },
    raw: JsonObject,
    isEscaped: boolean,
  ) {
    this.line = line.number;
    this.text = line.text;
    this.encoded = line.encoded;
    this.raw = raw;
    this.place = line.place;
    this.isEscaped = isEscaped;
  }

  get item(): JsonObject {
    if (!this.encoded) return this.raw;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same text gave an object a moment ago
    this.#item ??= parseJson(textOfBytes(this.text)) as JsonObject;
    return this.#item;
  }

  /** What the row holds for the grader: every key but `messages` and its like; always true text. */
  get fields(): JsonObject {
    this.#fields ??= this.#decodeFields();
    return this.#fields;
  }

  /** True where the strings of `raw` are byte text or ASCII: where no escape can have put another character in. */
  get isBytes(): boolean {
    return this.encoded || !this.isEscaped;
  }

  /** The row's hashes: of the prompt (0 where there is none), and of all else. */
  get prints(): RowPrints {
    this.#prints ??= this.#takePrints();
    return this.#prints;
  }

  /** A text in the form that the strings of `raw` have, to look for it there. */
  needle(text: string): string {
    return this.encoded ? bytesOfText(text) : text;
  }

  #decodeFields(): JsonObject {
    const isPlain = !this.encoded || !this.#hasWideField();
    return pick(isPlain ? this.raw : this.item, isField);
  }

  #hasWideField(): boolean {
    return Object.keys(this.raw).some(
      (key) => isField(key) && (isWide(key) || someString(this.raw[key] ?? null, isWide)),
    );
  }

  #takePrints(): RowPrints {
    const messages = messagesOf(this.raw);
    const prompt = fingerprint(messages, this.isBytes ? "bytes" : "text");
    const request = this.#request();
    const rest = fingerprint(request ? [this.fields, request] : this.fields);
    return {
      prompt: messages.length === 0 ? 0 : prompt.hash,
      rest: rest.hash,
      hasLongRun: prompt.hasLongRun || rest.hasLongRun,
    };
  }

  /** What of a row goes to the model beside the messages. */
  #request(): JsonObject | undefined {
    const hasAny = Object.keys(this.raw).some(isRequest);
    return hasAny ? pick(this.item, isRequest) : undefined;
  }
}

function isRequest(key: string): boolean {
  return key !== "messages" && !isField(key);
}

/** An object with some of another's keys. */
function pick(from: JsonObject, isPicked: (key: string) => boolean): JsonObject {
  const picked: JsonObject = {};
  for (const key of Object.keys(from)) {
    if (!isPicked(key)) continue;
    const value = from[key] ?? null;
    // An assignment to this key would set the prototype. An object without one takes it, but V8 is slow on those.
    if (key === "__proto__") Object.defineProperty(picked, key, { value, enumerable: true, writable: true });
    else picked[key] = value;
  }
  return picked;
}

function isWide(text: string): boolean {
  return !isAsciiText(text);
}
