import type { ChalkInstance } from "chalk";
import type { DiffPart } from "./diff-texts.js";
import { printable } from "#words/printable.js";
import { columnsOf, startOf } from "./columns.js";

type Kind = DiffPart["kind"];

/** A part's text with markers, for output without colours. */
function marked({ kind, text }: DiffPart): string {
  switch (kind) {
    case "same":
      return text;
    case "removed":
      return `[-${text}-]`;
    case "added":
      return `{+${text}+}`;
  }
}

function paint(text: string, kind: Kind, style: ChalkInstance): string {
  switch (kind) {
    case "same":
      return text;
    case "removed":
      return style.red.strikethrough(text);
    case "added":
      return style.green(text);
  }
}

/** Splits a word that is too long for a line into pieces that fit. */
function cutWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  for (let rest = word; rest !== ""; rest = rest.slice(pieces.at(-1)?.length))
    pieces.push(startOf(rest, width) || rest);
  return pieces;
}

/** Words, white space and line breaks, none longer than a line. */
function piecesOf(part: DiffPart, width: number, style: ChalkInstance): { kind: Kind; text: string }[] {
  const text = printable(style.level === 0 ? marked(part) : part.text);
  const words = text.match(/\n|[^\S\n]+|\S+/g) ?? [];
  return words.flatMap((word) => cutWord(word, width)).map((piece) => ({ kind: part.kind, text: piece }));
}

export interface PartsLayout {
  /** Columns of a whole line. */
  width: number;
  indent: string;
}

/**
 * Parts of a text as indented lines, wrapped between words. Removed text is red and struck through, added text green;
 * `[-so-]{+thus+}` without colours.
 */
export function wrapParts(
  parts: readonly DiffPart[],
  { width, indent }: PartsLayout,
  style: ChalkInstance,
): string {
  const room = Math.max(10, width - indent.length);
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const flush = () => {
    lines.push(`${indent}${line}`.trimEnd());
    line = "";
    used = 0;
  };
  for (const { kind, text } of parts.flatMap((part) => piecesOf(part, room, style))) {
    if (text === "\n") {
      flush();
      continue;
    }
    const isBlank = text.trim() === "";
    const columns = columnsOf(text);
    if (used + columns > room && used > 0) flush();
    if (isBlank && used === 0 && lines.length > 0) continue;
    line += paint(text, kind, style);
    used += columns;
  }
  if (used > 0 || lines.length === 0) flush();
  return lines.map((one) => `${one}\n`).join("");
}
