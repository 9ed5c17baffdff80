import type { JsonObject, JsonValue } from "#json/json-value.js";
import { isField } from "#dataset/row/row-fields.js";
import { showValue } from "#words/show-value.js";
import type { Columns } from "./choose-columns.js";
import { type Change, type RowConversion, referenceField } from "./row-conversion.js";

/**
 * Turns a record into a row: the prompt becomes the user message, the reference `reference_answer`, and the rest fields
 * that a grader can read.
 */
export function convertColumnRow(record: JsonObject, { prompt, reference }: Columns): RowConversion {
  const content = record[prompt];
  if (typeof content !== "string" || isBlank(content)) return { reason: missing(prompt, content) };
  const changes: Change[] = [{ kind: "prompt-wrapped", field: prompt }];
  const fields = new Map<string, JsonValue>([["messages", [{ role: "user", content }]]]);
  if (reference !== undefined) {
    const answer = record[reference];
    if (isBlank(answer)) return { reason: missing(reference, answer) };
    fields.set(referenceField, answer);
    if (reference !== referenceField) changes.push({ kind: "reference-renamed", field: reference });
  }
  for (const [name, value] of Object.entries(record)) {
    if (name === prompt || name === reference) continue;
    if (mayStay(name, value) && !fields.has(name)) fields.set(name, value);
    else changes.push({ kind: "field-dropped", field: name });
  }
  return { item: Object.fromEntries(fields), changes };
}

function isBlank(value: JsonValue | undefined): value is undefined | null | string {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

/** A cell cannot be a list of tools, so the keys of the request itself stay only with a value that is not text. */
function mayStay(name: string, value: JsonValue): boolean {
  return name.trim() !== "" && (isField(name) || typeof value !== "string");
}

function missing(name: string, value: JsonValue | undefined): string {
  const found = typeof value === "string" ? "blank" : showValue(value);
  return `its ${name} is ${found}`;
}
