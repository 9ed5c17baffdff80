import { type JsonObject, absent, valueAt } from "../json.js";
import { type TemplateReference, parseReference } from "./parse-reference.js";
import { renderValue } from "./render-value.js";
import { type Sample, sampleVariable } from "./sample.js";

export type { TemplateReference } from "./parse-reference.js";

/** What a template is filled from: a row of the data and a model's answer to it. */
export interface TemplateScope {
  item: JsonObject;
  sample: Sample;
}

/** A compiled template. */
export interface Template {
  /** Literal texts and references, in order; adjacent literals are one. */
  readonly parts: readonly (string | TemplateReference)[];
  /** Each reference once, in order of appearance. */
  readonly references: readonly TemplateReference[];
  /**
   * The text with every reference replaced. A value that itself holds `{{` is not expanded again.
   * @throws UnresolvedReference where a path leads nowhere (null is a value and renders as `null`).
   * @throws UnrenderableValue where a value is nested too deeply.
   */
  render(scope: TemplateScope): string;
}

/** A template whose `{{ }}` cannot be read. */
export class TemplateError extends Error {
  /** Where its `{{` stands, in UTF-16 units from the template's start. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "TemplateError";
    this.offset = offset;
  }
}

/** A reference that leads nowhere in this row or sample: the service's `invalid_variable_error`. */
export class UnresolvedReference extends Error {
  readonly reference: TemplateReference;

  constructor(reference: TemplateReference) {
    const where = reference.namespace === "item" ? "row" : "sample";
    super(`{{${reference.text}}} cannot be found in this ${where}`);
    this.name = "UnresolvedReference";
    this.reference = reference;
  }
}

/**
 * Compiles a template: `{{ item.path }}` and `{{ sample.path }}` are references, an unclosed `{{` and everything else
 * is literal text (`{{item.a}}}}` gives the value and two braces, as recorded traffic of 2026-03-04 shows).
 * @throws TemplateError for braces that hold no reference.
 */
export function compileTemplate(text: string): Template {
  const parts: (string | TemplateReference)[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf("{{", at);
    const close = open === -1 ? -1 : text.indexOf("}}", open + 2);
    if (close === -1) break;
    if (open > at) parts.push(text.slice(at, open));
    const reference = parseReference(text.slice(open + 2, close));
    if (typeof reference === "string") {
      throw new TemplateError(`${text.slice(open, close + 2)}: ${reference}`, open);
    }
    parts.push(reference);
    at = close + 2;
  }
  if (at < text.length) parts.push(text.slice(at));
  return {
    parts,
    references: uniqueReferences(parts.filter((part) => typeof part !== "string")),
    render: (scope) =>
      parts.map((part) => (typeof part === "string" ? part : renderReference(part, scope))).join(""),
  };
}

/** The references without repetition, in order of first appearance. */
export function uniqueReferences(references: readonly TemplateReference[]): TemplateReference[] {
  return [...new Map(references.map((reference) => [reference.text, reference])).values()];
}

function renderReference(reference: TemplateReference, { item, sample }: TemplateScope): string {
  const [variable, ...rest] = reference.path;
  const start = reference.namespace === "item" ? item : sampleVariable(sample, String(variable));
  const path = reference.namespace === "item" ? reference.path : rest;
  const value = start === undefined ? absent : valueAt(start, path);
  if (value === absent) throw new UnresolvedReference(reference);
  return renderValue(value);
}
