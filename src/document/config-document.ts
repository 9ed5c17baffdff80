import { RftError } from "#errors.js";
import type { JsonValue } from "#json/json-value.js";

/** A place in a text, both 1-based. */
export interface Position {
  line: number;
  column: number;
}

/** A configuration file's value, with the way back from a part of it to its place in the text. */
export interface ConfigDocument {
  path: string;
  value: JsonValue;
  /** The place of a part by its path of keys and indexes; of the nearest part above it that stands in the text. */
  positionOf(path: readonly PropertyKey[]): Position;
}

/** An error for a file that cannot be parsed at all. */
export function unparsable(path: string, kind: string, reason: string, at: Position): RftError {
  return new RftError("input", `${path}:${at.line}:${at.column}: not valid ${kind}: ${reason}`, {
    hint: `Correct the ${kind} at line ${at.line}, column ${at.column}.`,
  });
}
