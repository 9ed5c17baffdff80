import { endOfNumber, endOfString, skipBlanks } from "./scan-json.js";

/** Why a text is not JSON, and where. */
export interface JsonFault {
  /** The first character that is not allowed, in UTF-16 units; the text's length where it ends too early. */
  offset: number;
  /** One clause, without a full stop. */
  reason: string;
  /** `cut`: more text could make it valid JSON; `after`: a whole value precedes the offset. */
  kind: "wrong" | "cut" | "after";
}

/** What may come next; `end`: nothing, after the outermost value. */
type Expected = "value" | "first-item" | "first-key" | "key" | "colon" | "comma" | "end";

type Bracket = "{" | "[";

const expectations: Record<Expected, string> = {
  value: "a value",
  "first-item": 'a value or "]"',
  "first-key": 'a name in double quotes or "}"',
  key: "a name in double quotes",
  colon: 'a ":"',
  comma: 'a "," or the closing bracket',
  end: "nothing more",
};

/** Common mistakes that only look like JSON. */
const lookAlikes: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/[-+]?(?:NaN|Infinity)\b/y, "NaN and Infinity are not JSON"],
  [/(?:None|True|False)\b/y, "this is Python's way to write null, true and false"],
  [/\/[/*]|#/y, "comments are not JSON"],
  [/'/y, "JSON puts strings in double quotes"],
  [/undefined\b/y, "undefined is not JSON"],
  [/\uFEFF/y, "a byte order mark inside the file: were files joined?"],
];

const cutNumber = /-?(?:(?:0|[1-9]\d*)(?:\.|(?:\.\d+)?[eE][+-]?))?$/y;
/** What a string may not hold (control characters), or only before the right characters (a backslash). */
const suspect = /[^ -\uffff]|\\/g;
const literals = ["true", "false", "null"];

/**
 * Finds where a text stops being JSON; undefined where it is JSON. `JSON.parse` changes its messages from version to
 * version and often gives no position; this agrees with it on what is JSON, does not recurse and runs in linear time.
 * It is meant for text that failed to parse.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: Bracket[] = [];
  let expected: Expected = "value";
  let position = skipBlanks(text, 0);
  while (position < text.length) {
    const character = text[position] ?? "";
    const next = stepOver(character, expected, open);
    if (next) {
      expected = next;
      position++;
    } else {
      const scanned = scanScalar(text, position, expected);
      if (typeof scanned !== "number") return scanned;
      position = scanned;
      expected = isKey(expected) ? "colon" : afterValue(open);
    }
    position = skipBlanks(text, position);
  }
  if (expected === "end") return undefined;
  const reason = `the line ends where ${expectations[expected]} should follow`;
  return { offset: text.length, reason, kind: "cut" };
}

/** What to expect after a valid bracket, comma or colon; undefined for any other character. */
function stepOver(character: string, expected: Expected, open: Bracket[]): Expected | undefined {
  if (closes(character, expected, open)) {
    open.pop();
    return afterValue(open);
  }
  if (opensValue(character, expected)) {
    open.push(character);
    return character === "{" ? "first-key" : "first-item";
  }
  if (character === ":" && expected === "colon") return "value";
  if (character !== "," || expected !== "comma") return undefined;
  return open.at(-1) === "{" ? "key" : "value";
}

function afterValue(open: readonly Bracket[]): Expected {
  return open.length === 0 ? "end" : "comma";
}

function closes(character: string, expected: Expected, open: readonly Bracket[]): boolean {
  if (character === "}") return expected === "first-key" || (expected === "comma" && open.at(-1) === "{");
  if (character === "]") return expected === "first-item" || (expected === "comma" && open.at(-1) === "[");
  return false;
}

function opensValue(character: string, expected: Expected): character is Bracket {
  return (character === "{" || character === "[") && (expected === "value" || expected === "first-item");
}

function isKey(expected: Expected): boolean {
  return expected === "key" || expected === "first-key";
}

/** The offset after the string, number or literal here, or why none may come here. */
function scanScalar(text: string, position: number, expected: Expected): number | JsonFault {
  if (expected === "value" || expected === "first-item" || isKey(expected)) {
    if (text[position] === '"') return scanString(text, position);
    const scanned = isKey(expected) ? undefined : (scanLiteral(text, position) ?? scanNumber(text, position));
    if (scanned !== undefined) return scanned;
  }
  return {
    offset: position,
    reason: reasonAt(text, position, expected),
    kind: expected === "end" ? "after" : "wrong",
  };
}

function reasonAt(text: string, position: number, expected: Expected): string {
  const known = lookAlikes.find(([pattern]) => matchEnd(pattern, text, position) !== undefined);
  if (known) return known[1];
  const found = JSON.stringify(String.fromCodePoint(text.codePointAt(position) ?? 0));
  if (expected === "end") return `${found} stands after the end of the value`;
  if (/[\]}]/.test(text[position] ?? "") && (expected === "key" || expected === "value")) {
    return `${found} stands where ${expectations[expected]} should follow, after a "," or ":" too many`;
  }
  return `${found} stands where ${expectations[expected]} should follow`;
}

function matchEnd(pattern: RegExp, text: string, position: number): number | undefined {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function scanNumber(text: string, position: number): number | JsonFault | undefined {
  if (matchEnd(cutNumber, text, position) !== undefined) {
    return { offset: text.length, reason: "the line ends inside a number", kind: "cut" };
  }
  return endOfNumber(text, position);
}

function scanLiteral(text: string, position: number): number | JsonFault | undefined {
  for (const literal of literals) {
    if (text.startsWith(literal, position)) return position + literal.length;
    const rest = text.length - position;
    if (rest < literal.length && literal.startsWith(text.slice(position))) {
      return { offset: text.length, reason: `the line ends inside ${literal}`, kind: "cut" };
    }
  }
  return undefined;
}

/** The offset after the string that opens here, or the fault in it. */
function scanString(text: string, open: number): number | JsonFault {
  const end = endOfString(text, open);
  const fault = findStringFault(text.slice(0, end), open);
  if (fault || end <= text.length) return fault ?? end;
  const reason = `the line ends inside the string that opens at character ${open + 1}`;
  return { offset: text.length, reason, kind: "cut" };
}

/** The first illegal control character or escape in the string that opens here, which is the last of the text. */
function findStringFault(text: string, open: number): JsonFault | undefined {
  suspect.lastIndex = open;
  for (let match = suspect.exec(text); match; match = suspect.exec(text)) {
    const offset = match.index;
    const code = text.charCodeAt(offset);
    if (code < 0x20) {
      const escape = `\\u${code.toString(16).padStart(4, "0")}`;
      return { offset, reason: `a raw control character in a string (write ${escape})`, kind: "wrong" };
    }
    const length = escapeLength(text, offset);
    if (length === 0) return { offset, reason: "a backslash that begins no JSON escape", kind: "wrong" };
    suspect.lastIndex += length - 1;
  }
  return undefined;
}

/** The length of the escape at this backslash; 0 where it is invalid. One cut off by the text's end counts whole. */
function escapeLength(text: string, backslash: number): number {
  const next = text[backslash + 1];
  if (next === undefined || '"\\/bfnrt'.includes(next)) return 2;
  const digits = text.slice(backslash + 2, backslash + 6);
  return next === "u" && /^[0-9a-fA-F]*$/.test(digits) && (digits.length === 4 || backslash + 6 > text.length)
    ? 6
    : 0;
}
