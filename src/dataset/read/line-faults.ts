import { type JsonValue, jsonType } from "#json/json-value.js";
import { findJsonFault } from "#json/find-json-fault.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import { type BrokenLine, type Line, lineText } from "./jsonl.js";
import type { ForeignFormat } from "./sniff-format.js";
import { withArticle } from "#words/with-article.js";

/** `byte-order-mark`. */
export function byteOrderMarkFault(): FindingDraft {
  return {
    code: "byte-order-mark",
    severity: "note",
    line: 1,
    write: () => ({
      message: "the file begins with a UTF-8 byte order mark",
      help: "Nothing to do: the service takes files with and without one; other JSON Lines readers may not.",
    }),
  };
}

/** `not-utf8` or `not-text`. */
export function foreignFault({ code, ...text }: ForeignFormat): FindingDraft {
  return { code, severity: "error", write: () => text };
}

/** `invalid-utf8`, or `invalid-json` for a line that is too long to read. */
export function brokenLineFault({ number, reason, column, byte = 0 }: BrokenLine): FindingDraft {
  if (reason === "too-long") {
    return {
      code: "invalid-json",
      severity: "error",
      line: number,
      write: () => ({
        message: "the line is longer than 256 MiB and was not read",
        help: "Write one example a line, with a line feed after each.",
      }),
    };
  }
  return {
    code: "invalid-utf8",
    severity: "error",
    line: number,
    write: () => ({
      message: `the byte 0x${byte.toString(16).toUpperCase().padStart(2, "0")} at character ${column} is not UTF-8`,
      help: "Save the file as UTF-8; from Windows-1252: `iconv -f WINDOWS-1252 -t UTF-8 <file>`.",
      column,
    }),
  };
}

/** `json-not-jsonl`, reported once per file, from its first lines. */
export function documentFault(lines: readonly Line[]): FindingDraft {
  const first = lines.find((line) => lineText(line).trim() !== "");
  const isArray = first !== undefined && lineText(first).trimStart().startsWith("[");
  return {
    code: "json-not-jsonl",
    severity: "error",
    line: first?.number ?? 1,
    write: () =>
      isArray
        ? {
            message: "the file is one JSON array over several lines, not one JSON object a line",
            help: "Write each element on a line of its own: `rft convert <file> -o rows.jsonl`.",
          }
        : {
            message: "the file's JSON objects go over several lines, instead of one a line",
            help: "Write each object on a line of its own: `rft convert <file> -o rows.jsonl`.",
          },
  };
}

/** `blank-line`. */
export function blankLineFault(line: number): FindingDraft {
  return {
    code: "blank-line",
    severity: "warning",
    line,
    write: () => ({ message: "the line is blank", help: "Remove it: every line is to hold one example." }),
  };
}

/** `invalid-json`, with the column and the reason. */
export function invalidJsonFault(text: string, line: number): FindingDraft {
  return {
    code: "invalid-json",
    severity: "error",
    line,
    write() {
      const fault = findJsonFault(text);
      const column = columnAt(text, fault?.offset ?? 0);
      return {
        message: `not valid JSON at column ${column}: ${fault?.reason ?? "the parser refuses it"}`,
        help: isTableHead(text, line)
          ? "This looks like a table. `rft convert <file> -o rows.jsonl` makes rows of CSV."
          : "Write one complete JSON object on this line; a JSON library's writer escapes what must be escaped.",
        column,
      };
    },
  };
}

/** True for a first line that names columns: `prompt,answer`. */
function isTableHead(text: string, line: number): boolean {
  return line === 1 && /^"?[\w .-]+"?([,;\t]"?[\w .-]+"?)+$/.test(text);
}

/** `not-an-object`, for a line that is valid JSON. */
export function notObjectFault(value: JsonValue, line: number): FindingDraft {
  const isArray = Array.isArray(value);
  return {
    code: "not-an-object",
    severity: "error",
    line,
    write: () => ({
      message: `the line holds ${withArticle(jsonType(value))}, not an object`,
      help: isArray
        ? "Write each element on a line of its own, without the brackets and commas."
        : 'A row is an object: {"messages": [...], ...}.',
    }),
  };
}

/** 1-based column of an offset in characters: a surrogate pair counts as one. */
function columnAt(text: string, offset: number): number {
  let column = 1;
  for (let position = 0; position < offset; column++) {
    position += (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
  }
  return column;
}
