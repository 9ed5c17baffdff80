import { type JsonObject, parseJson } from "#json/json-value.js";
import { bytesOfText, isAsciiText, textOfBytes } from "#json/byte-text.js";
import { type RowShape, shapeOf } from "./row-shape.js";
import { someString } from "#json/strings-of.js";

/** One line's content, parsed: what a grader's templates call `item`. */
export interface NumberedRow {
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

/**
 * An example as checks see it. Prompts are most of a file, and no check shows them whole, so a line with characters
 * outside ASCII is parsed as byte text (see `json/byte-text.ts`) and decoded only where somebody asks for `item`.
 */
export class Row implements NumberedRow {
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
  readonly shape: RowShape;
  /** What the row holds for the grader: every key but `messages` and its like; always true text. */
  readonly fields: JsonObject;
  #item: JsonObject | undefined;

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
    const shape = shapeOf(raw);
    const isWideRow = this.encoded && hasWideField(raw, shape.fields);
    this.shape = isWideRow ? shapeOf(this.item) : shape;
    this.fields = pick(isWideRow ? this.item : raw, this.shape.fields);
  }

  get item(): JsonObject {
    if (!this.encoded) return this.raw;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same text gave an object a moment ago
    this.#item ??= parseJson(textOfBytes(this.text)) as JsonObject;
    return this.#item;
  }

  /** True where the strings of `raw` are byte text or ASCII: where no escape can have put another character in. */
  get isBytes(): boolean {
    return this.encoded || !this.isEscaped;
  }

  /** A text in the form that the strings of `raw` have, to look for it there. */
  needle(text: string): string {
    return this.encoded ? bytesOfText(text) : text;
  }
}

/** Whether a field's name or value holds a character outside ASCII: byte text is no text there. */
function hasWideField(raw: JsonObject, names: readonly string[]): boolean {
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? "";
    if (isWide(name) || someString(raw[name] ?? null, isWide)) return true;
  }
  return false;
}

/** An object with some of another's keys. */
export function pick(from: JsonObject, keys: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? "";
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
