import { type JsonValue, isJsonObject } from "../json.js";

/** Levels of nesting that are still rendered. Python's own encoder gives up at about as many. */
const deepest = 900;

/** A value nested too deeply to be written out. */
export class UnrenderableValue extends Error {
  constructor() {
    super(`a value is nested more than ${deepest} levels deep`);
    this.name = "UnrenderableValue";
  }
}

/**
 * A value as a template shows it: a string as it is, everything else as Python's
 * `json.dumps(value, ensure_ascii=False)` writes it (the service is written in Python; nothing is published).
 * @throws UnrenderableValue beyond 900 levels of nesting.
 */
export function renderValue(value: JsonValue): string {
  return typeof value === "string" ? value : dump(value, 0);
}

function dump(value: JsonValue, depth: number): string {
  if (depth > deepest) throw new UnrenderableValue();
  if (Array.isArray(value)) return `[${value.map((element) => dump(element, depth + 1)).join(", ")}]`;
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}: ${dump(member, depth + 1)}`,
    );
    return `{${members.join(", ")}}`;
  }
  return JSON.stringify(value);
}
