import { type JsonObject, parseJson } from "#json/json-value.js";
import { bytesOfText, isAsciiText, textOfBytes } from "#json/byte-text.js";
import { type RowFields, fieldsOf } from "./row-fields.js";
import { someString } from "#json/strings-of.js";

/** The parsed content of one line: what grader templates call `item`. */
export interface NumberedRow {
  /** 1-based, counting physical lines, including blank and broken ones. */
  readonly line: number;
  /** The whole row, `messages` included. */
  readonly item: JsonObject;
}

/** Position of a row in its file, in bytes. */
export interface RowPlace {
  readonly offset: number;
  readonly length: number;
}

/**
 * An example as the checks see it. Prompts make up most of a file and no check shows them whole, so a line with
 * characters outside ASCII is parsed as byte text (see `json/byte-text.ts`) and decoded only when `item` is read.
 */
export class Row implements NumberedRow {
  readonly line: number;
  /** The source line; byte text if `encoded`. */
  readonly text: string;
  /** Whether the strings of `raw` and `text` are byte text. */
  readonly encoded: boolean;
  /** The row as parsed from `text`. Never show any of it to a person. */
  readonly raw: JsonObject;
  readonly place: RowPlace;
  /** Whether the line contains a `\u` escape, the only way to get a character that is not in the bytes. */
  readonly isEscaped: boolean;
  readonly shape: RowFields;
  /** The data for the grader: every key but `messages` and the like; always decoded. */
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
    const shape = fieldsOf(raw);
    const isWideRow = this.encoded && hasWideField(raw, shape.fields);
    this.shape = isWideRow ? fieldsOf(this.item) : shape;
    this.fields = pick(isWideRow ? this.item : raw, this.shape.fields);
  }

  get item(): JsonObject {
    if (!this.encoded) return this.raw;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same text gave an object a moment ago
    this.#item ??= parseJson(textOfBytes(this.text)) as JsonObject;
    return this.#item;
  }

  /** For a row read as bytes: true if no escape can have added characters to its byte text or ASCII. */
  get isBytes(): boolean {
    return this.encoded || !this.isEscaped;
  }

  /** Encodes a text the way the strings of `raw` are, to search for it there. */
  needle(text: string): string {
    return this.encoded ? bytesOfText(text) : text;
  }
}

/** Whether a field's name or value has a character outside ASCII, so that byte text would garble it. */
function hasWideField(raw: JsonObject, names: readonly string[]): boolean {
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? "";
    if (isWide(name) || someString(raw[name] ?? null, isWide)) return true;
  }
  return false;
}

/** Copies some keys of an object. */
export function pick(from: JsonObject, keys: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? "";
    const value = from[key] ?? null;
    // Assigning this key would set the prototype. An object without one would accept it, but V8 is slow on those.
    if (key === "__proto__") Object.defineProperty(picked, key, { value, enumerable: true, writable: true });
    else picked[key] = value;
  }
  return picked;
}

function isWide(text: string): boolean {
  return !isAsciiText(text);
}
