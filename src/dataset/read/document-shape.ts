import { findJsonFault } from "#json/find-json-fault.js";
import { type Line, lineText } from "./jsonl.js";

/** Whether each line stands for itself, or the lines together write one JSON document. */
export type Shape = "lines" | "document";

/** How much of a file's beginning is looked at before it is held to be one document. */
const enough = { lines: 100, characters: 1024 * 1024, atLeast: 3 };

/**
 * Tells JSON Lines from a JSON document over several lines by the lines at a file's beginning. A first line
 * that is cut off in the middle is no document: with the next rows it does not go on to be JSON.
 * Undefined: more lines are needed, and there are more (`ended` is false).
 */
export function judgeShape(lines: readonly Line[], ended: boolean): Shape | undefined {
  const written = lines.map(lineText).filter((text) => text.trim() !== "");
  const first = written[0];
  if (first === undefined) return ended || lines.length > enough.lines ? "lines" : undefined;
  if (!beginsDocument(first)) return "lines";
  if (!ended && !areEnough(written)) return undefined;
  return judgeText(written.slice(0, enough.lines), ended);
}

/** True for the beginning of a JSON array or object that goes on after the line. */
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

/** How many lines stand before the offset: rows after a cut first line go wrong on the third at the latest. */
function lineIndex(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length - 1;
}

/** True for a line that is a JSON object by itself. */
function standsAlone(text: string): boolean {
  return text.trimStart().startsWith("{") && findJsonFault(text) === undefined;
}
