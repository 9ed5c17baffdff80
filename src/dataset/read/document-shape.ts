import { findJsonFault } from "#json/find-json-fault.js";
import { type Line, lineText } from "./jsonl.js";

/** Whether each line is a row of its own, or the lines together make up one JSON document. */
export type Shape = "lines" | "document";

/** How much of the start of a file is read before deciding that it is one document. */
const enough = { lines: 100, characters: 1024 * 1024, atLeast: 3 };

/**
 * Tells JSON Lines from a JSON document that spans lines, by the first lines of a file. A truncated first line is not a
 * document: it does not parse together with the rows after it.
 * Returns undefined if more lines are needed and there are more (`ended` is false).
 */
export function judgeShape(lines: readonly Line[], ended: boolean): Shape | undefined {
  const written = lines.map(lineText).filter((text) => text.trim() !== "");
  const first = written[0];
  if (first === undefined) return ended || lines.length > enough.lines ? "lines" : undefined;
  if (!beginsDocument(first)) return "lines";
  if (!ended && !areEnough(written)) return undefined;
  return judgeText(written.slice(0, enough.lines), ended);
}

/** True for the start of a JSON array or object that continues past the line. */
function beginsDocument(line: string): boolean {
  return /^\s*[[{]/.test(line) && findJsonFault(line)?.kind === "cut";
}

function areEnough(lines: readonly string[]): boolean {
  if (lines.length >= enough.lines) return true;
  const characters = lines.reduce((sum, line) => sum + line.length, 0);
  return characters >= enough.characters && lines.length >= enough.atLeast;
}

function judgeText(lines: readonly string[], ended: boolean): Shape {
  const text = lines.join("\n");
  const fault = findJsonFault(text);
  if (!fault || fault.kind === "after") return "document";
  if (fault.kind === "wrong") return lineIndex(text, fault.offset) >= enough.atLeast ? "document" : "lines";
  const isCutRow = ended && (lines.length === 1 || lines.some(standsAlone));
  return isCutRow ? "lines" : "document";
}

/** Lines before the offset: rows after a truncated first line break the JSON by the third line at the latest. */
function lineIndex(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length - 1;
}

/** True for a line that is a complete JSON object. */
function standsAlone(text: string): boolean {
  return text.trimStart().startsWith("{") && findJsonFault(text) === undefined;
}
