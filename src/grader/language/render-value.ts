import type { JsonValue } from "#json/json-value.js";
import type { NumberTexts } from "#json/number-texts.js";

/** The deepest nesting that is rendered. Python's own encoder gives up at about the same depth. */
const deepest = 900;

/** A value nested too deeply to be written out. */
export class UnrenderableValue extends Error {
  constructor() {
    super(`a value is nested more than ${deepest} levels deep`);
    this.name = "UnrenderableValue";
  }
}

/**
 * A value as a template shows it: a string as it is, everything else as Python's `json.dumps(value,
 * ensure_ascii=False)` writes it (the service is written in Python; nothing is published).
 * @param numbers how numbers inside an object or array were written, if known
 * @throws UnrenderableValue beyond 900 levels of nesting.
 */
export function renderValue(value: JsonValue, numbers?: NumberTexts): string {
  return typeof value === "string" ? value : dumpJson(value, numbers);
}

/**
 * Like Python's `json.dumps(value, ensure_ascii=False)`; writes its Infinity, which is not JSON, for a source's 1E400.
 * @throws UnrenderableValue beyond 900 levels of nesting.
 */
export function dumpJson(value: JsonValue, numbers?: NumberTexts): string {
  return dump(value, 0, numbers);
}

function dump(value: JsonValue, depth: number, numbers: NumberTexts | undefined): string {
  if (depth > deepest) throw new UnrenderableValue();
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const texts = numbers?.get(value);
  const member = (key: string | number, inner: JsonValue) =>
    typeof inner === "number" ? dumpNumber(inner, texts?.get(String(key))) : dump(inner, depth + 1, numbers);
  return Array.isArray(value)
    ? `[${value.map((element, index) => member(index, element)).join(", ")}]`
    : `{${Object.entries(value)
        .map(([key, inner]) => `${JSON.stringify(key)}: ${member(key, inner)}`)
        .join(", ")}}`;
}

function dumpNumber(value: number, text: string | undefined): string {
  return text?.replace("inf", "Infinity") ?? JSON.stringify(value);
}
