/** A token of a JSON text. White space, colons, true, false and null are not tokens here. */
export interface JsonToken {
  kind: "{" | "}" | "[" | "]" | "," | "key" | "string" | "number";
  /** Offsets of the first character and past the last one; a string's include its quotes. */
  start: number;
  end: number;
}

const backslash = 0x5c;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** The tokens of a valid JSON text, in order. */
export function* scanJson(text: string): Generator<JsonToken> {
  for (let start = 0, end = 0; start < text.length; start = end) {
    const sign = text[start] ?? "";
    end = start + 1;
    if (sign === '"') {
      end = endOfString(text, start);
      yield { kind: isBeforeColon(text, end) ? "key" : "string", start, end };
    } else if (isMark(sign)) {
      yield { kind: sign, start, end };
    } else if (sign === "-" || isDigit(sign)) {
      end = endOfNumber(text, start) ?? end;
      yield { kind: "number", start, end };
    }
  }
}

function isMark(sign: string): sign is "{" | "}" | "[" | "]" | "," {
  return sign === "{" || sign === "}" || sign === "[" || sign === "]" || sign === ",";
}

function isDigit(sign: string): boolean {
  return sign >= "0" && sign <= "9";
}

/** The decoded value of a key or string token. */
export function readString(text: string, { start, end }: JsonToken): string {
  const said: string = JSON.parse(text.slice(start, end));
  return said;
}

/** The offset after the string that opens here, valid or not; the text's length + 1 where nothing closes it. */
export function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && isEscaped(text, close, open)) close = text.indexOf('"', close + 1);
  return close < 0 ? text.length + 1 : close + 1;
}

/** Whether a backslash escapes the character at `at`, in the string that opens at `open`. */
export function isEscaped(text: string, at: number, open: number): boolean {
  let first = at;
  while (first - 1 > open && text.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}

/** Whether a colon follows, ignoring blanks: of all strings, only a key has one. */
export function isBeforeColon(text: string, from: number): boolean {
  return text[skipBlanks(text, from)] === ":";
}

/** The offset after the number that begins here; undefined where there is none. */
export function endOfNumber(text: string, start: number): number | undefined {
  number.lastIndex = start;
  return number.test(text) ? number.lastIndex : undefined;
}

/** The offset of the first character from here on that is not JSON white space. */
export function skipBlanks(text: string, from: number): number {
  let position = from;
  while (isBlank(text.charCodeAt(position))) position++;
  return position;
}

export function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
