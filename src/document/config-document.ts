import { RftError } from "#errors.js";
import type { JsonValue } from "#json/json-value.js";

/** A place in a text, both 1-based. */
export interface Position {
  line: number;
  column: number;
}

/** A configuration file's value, which can map a path in it back to a place in the text. */
export interface ConfigDocument {
  path: string;
  value: JsonValue;
  /** The place of the part at a path of keys and indexes; if the text lacks it, of its nearest ancestor. */
  positionOf(path: readonly PropertyKey[]): Position;
}

export function unparsable(path: string, kind: string, reason: string, at: Position): RftError {
  return new RftError("input", `${path}:${at.line}:${at.column}: not valid ${kind}: ${reason}`, {
    hint: `Correct the ${kind} at line ${at.line}, column ${at.column}.`,
  });
}
