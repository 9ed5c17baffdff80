import { endOfString, isBlank, isEscaped } from "./scan-json.js";

/** A JSON value's text, and its first line. */
interface JsonText {
  text: string;
  /** 1-based. */
  line: number;
}

export interface JsonValueSplitter {
  /** Takes the document's next piece and returns the values that end in it. */
  add(piece: string): JsonText[];
  /** What is left at the document's end: a truncated value, and whether the array is still open. */
  finish(): { rest?: JsonText; isOpen: boolean };
}

/**
 * Splits a JSON document into its values without parsing it: the elements of an array, or a sequence of objects. It
 * needs only the memory of the longest value, whatever the document's size. What is not JSON comes out as a text that
 * no parser accepts.
 */
export function createJsonValueSplitter(): JsonValueSplitter {
  const outsideStrings = createStringSkipper();
  const values = followValues();
  let kept = "";
  let line = 1;
  let begunOn = 0;

  return {
    add(piece) {
      const found: JsonText[] = [];
      let start = begunOn > 0 ? 0 : -1;
      const cut = (end: number): void => {
        found.push({ text: kept + piece.slice(start, end), line: begunOn });
        kept = "";
        start = -1;
        begunOn = 0;
      };
      let newline = piece.indexOf("\n");
      const countLines = (before: number): void => {
        for (; newline >= 0 && newline < before; newline = piece.indexOf("\n", newline + 1)) line++;
      };
      for (const at of outsideStrings(piece)) {
        const sign = piece[at] ?? "";
        if (start < 0 && values.begins(sign)) {
          start = at;
          countLines(at);
          begunOn = line;
        }
        const ended = start < 0 ? undefined : values.ends(sign);
        if (ended) cut(ended === "with" ? at + 1 : at);
        if (ended === "before") values.begins(sign);
      }
      countLines(piece.length);
      if (start >= 0) kept += piece.slice(start);
      return found;
    },
    finish: () => ({ ...(begunOn > 0 && { rest: { text: kept, line: begunOn } }), isOpen: values.isOpen() }),
  };
}

/** Yields the offsets outside strings, and of each opening quote; a piece may end inside a string. */
function createStringSkipper(): (piece: string) => Iterable<number> {
  /** The offset before the rest of an open string in the next piece (0 skips an escaped character); else undefined. */
  let opened: number | undefined;
  return function* offsets(piece) {
    if (piece === "") return;
    let open = opened ?? 0;
    let at = opened === undefined ? 0 : endOfString(piece, open);
    while (at < piece.length) {
      yield at;
      if (piece[at] === '"') open = at;
      at = piece[at] === '"' ? endOfString(piece, at) : at + 1;
    }
    if (at === piece.length) opened = undefined;
    else opened = isEscaped(piece, piece.length, open) ? 0 : -1;
  };
}

/** Tracks nesting by a document's characters outside strings. */
function followValues() {
  let depth = 0;
  let inArray = false;
  return {
    /** Whether the array of values is open. */
    isOpen: () => inArray,
    /** Takes a character between values; returns whether a value begins here. */
    begins(sign: string): boolean {
      if (isBlank(sign.charCodeAt(0)) || (sign === "," && inArray)) return false;
      const isEdge = sign === (inArray ? "]" : "[");
      if (isEdge) inArray = !inArray;
      return !isEdge;
    },
    /** Takes a character inside a value; returns whether the value ends here, before this character or with it. */
    ends(sign: string): "before" | "with" | undefined {
      if (depth === 0 && inArray && (sign === "," || sign === "]")) return "before";
      if (sign === "{" || sign === "[") depth++;
      if (sign !== "}" && sign !== "]") return undefined;
      depth = Math.max(0, depth - 1);
      return depth === 0 ? "with" : undefined;
    },
  };
}
