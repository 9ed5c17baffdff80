/** A JSON value's text, and the line that it begins on. */
export interface JsonText {
  text: string;
  /** 1-based. */
  line: number;
}

/** The texts of a document as far as they have been read. */
export interface JsonValueSplitter {
  /** The values that end in the next piece of the document. */
  add(piece: string): JsonText[];
  /** What is left at the document's end: a value that was cut off. */
  finish(): { rest?: JsonText; isOpen: boolean };
}

const newline = 0x0a;
const quote = 0x22;
const comma = 0x2c;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function isSpace(code: number): boolean {
  return code === 0x20 || code === newline || code === 0x0d || code === 0x09;
}

/**
 * Cuts a JSON document into its values without parsing it: the elements of an array, or objects that stand one after
 * the other. A document of any size then needs the memory of its longest element. What is not JSON comes out as a
 * text that no parser takes.
 */
export function createJsonValueSplitter(): JsonValueSplitter {
  let kept = "";
  let line = 1;
  let begunOn = 0;
  let depth = 0;
  let inArray = false;
  let inString = false;
  let isEscaped = false;

  /** Moves on inside a string. */
  const passString = (code: number): void => {
    if (isEscaped) isEscaped = false;
    else if (code === backslash) isEscaped = true;
    else if (code === quote) inString = false;
  };
  /** Moves on inside a value; says whether it ends here, before this character or with it. */
  const passValue = (code: number): "before" | "with" | undefined => {
    const isSeparator = code === comma || code === closeBracket;
    if (isSeparator && depth === 0 && inArray) return "before";
    if (code === quote) inString = true;
    else if (code === openBrace || code === openBracket) depth++;
    else if (code === closeBrace || code === closeBracket) {
      depth = Math.max(0, depth - 1);
      if (depth === 0) return "with";
    }
    return undefined;
  };
  /** Moves on between values; says whether one begins here. */
  const passGap = (code: number): boolean => {
    if (isSpace(code) || (code === comma && inArray)) return false;
    const isEdge = code === (inArray ? closeBracket : openBracket);
    if (isEdge) inArray = !inArray;
    return !isEdge;
  };

  return {
    add(piece) {
      const values: JsonText[] = [];
      let start = begunOn > 0 ? 0 : -1;
      const end = (at: number): void => {
        values.push({ text: kept + piece.slice(start, at), line: begunOn });
        kept = "";
        start = -1;
        begunOn = 0;
      };
      for (let at = 0; at < piece.length; at++) {
        const code = piece.charCodeAt(at);
        if (code === newline) line++;
        if (inString) {
          passString(code);
          continue;
        }
        if (start < 0) {
          if (!passGap(code)) continue;
          start = at;
          begunOn = line;
        }
        const ended = passValue(code);
        if (ended === "with") end(at + 1);
        else if (ended === "before") {
          end(at);
          passGap(code);
        }
      }
      if (start >= 0) kept += piece.slice(start);
      return values;
    },
    finish: () => ({ ...(begunOn > 0 && { rest: { text: kept, line: begunOn } }), isOpen: inArray }),
  };
}
