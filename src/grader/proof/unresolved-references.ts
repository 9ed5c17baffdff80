import { didYouMean } from "#words/closest-name.js";
import type { Finding } from "#finding.js";
import { type JsonObject, absent, isJsonObject, jsonPointer, valueAt } from "#json/json-value.js";
import type { TemplateReference } from "#grader/language/template.js";

/** A row of a data file, and its place. */
export interface GraderRow {
  file: string;
  line: number;
  item: JsonObject;
}

/** The references to the item that lead nowhere in this row. */
export function unresolvedReferences(
  references: readonly TemplateReference[],
  item: JsonObject,
): TemplateReference[] {
  return references.filter(({ namespace, path }) => namespace === "item" && valueAt(item, path) === absent);
}

/** The finding for a reference that leads nowhere in a row. */
export function unresolvedFinding(reference: TemplateReference, { file, line, item }: GraderRow): Finding {
  const { parent, key, path } = firstGap(reference.path, item);
  const known = isJsonObject(parent) ? Object.keys(parent).filter((name) => name !== "messages") : [];
  const meant = typeof key === "string" ? didYouMean(key, known) : undefined;
  const has = known.length > 0 ? `; it has ${known.slice(0, 12).join(", ")}` : "";
  return {
    code: "template-unresolved",
    severity: "error",
    message: `{{${reference.text}}} is missing in this row${has}`,
    help: meant ?? `Add the field to the row, or make the grader read a field that every row has.`,
    file,
    line,
    pointer: jsonPointer(path),
  };
}

/** The warning for a grader that reads the prompt's messages, which are not documented as part of the item. */
export function messagesFinding(reference: TemplateReference, file: string): Finding {
  return {
    code: "template-unresolved",
    severity: "warning",
    message: `{{${reference.text}}} reads the prompt, and the service documents only a row's extra fields as item`,
    help: "Copy what the grader needs of the prompt into a field of its own.",
    file,
  };
}

function firstGap(path: TemplateReference["path"], item: JsonObject) {
  let length = 1;
  while (length < path.length && valueAt(item, path.slice(0, length)) !== absent) length++;
  return {
    path: path.slice(0, length),
    key: path[length - 1],
    parent: valueAt(item, path.slice(0, length - 1)),
  };
}
