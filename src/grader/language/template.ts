import { type JsonObject, type JsonValue, absent, valueAt } from "#json/json-value.js";
import type { NumberTexts } from "#json/number-texts.js";
import { type TemplateReference, parseReference } from "./parse-reference.js";
import { renderValue } from "./render-value.js";
import { type Sample, sampleVariable } from "./sample.js";

export type { TemplateReference } from "./parse-reference.js";

/** What a template is filled from: a row of the data and a model's answer to it. */
export interface TemplateScope {
  item: JsonObject;
  sample: Sample;
  /** How the text that item and sample were read from wrote its numbers; if absent, as JavaScript writes them. */
  numbers?: NumberTexts;
}

/** A compiled template. */
export interface Template {
  /** Literal texts and references, in order; adjacent literals are one. */
  readonly parts: readonly (string | TemplateReference)[];
  /** Each reference once, in order of appearance. */
  readonly references: readonly TemplateReference[];
  /** Like `render`, but returns an unresolved reference: an error per row would cost more than the comparison. */
  fill(scope: TemplateScope): string | TemplateReference;
  /**
   * The text with every reference replaced. A value that itself holds `{{` is not expanded again.
   * @throws UnresolvedReference if a path leads nowhere (null is a value and renders as `null`).
   * @throws UnrenderableValue if a value is nested too deeply.
   */
  render(scope: TemplateScope): string;
}

/** A template whose `{{ }}` cannot be read. */
export class TemplateError extends Error {
  /** The offset of its `{{`, in UTF-16 units from the template's start. */
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.name = "TemplateError";
    this.offset = offset;
  }
}

/** The message for a reference that leads nowhere. */
export function describeUnresolved({ text, namespace }: TemplateReference): string {
  return `{{${text}}} cannot be found in this ${namespace === "item" ? "row" : "sample"}`;
}

/** A reference that leads nowhere in this row or sample: the service's `invalid_variable_error`. */
export class UnresolvedReference extends Error {
  readonly reference: TemplateReference;

  constructor(reference: TemplateReference) {
    super(describeUnresolved(reference));
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
  const fill = (scope: TemplateScope) => fillParts(parts, scope);
  return {
    parts,
    references: uniqueReferences(parts.filter((part) => typeof part !== "string")),
    fill,
    render(scope) {
      const filled = fill(scope);
      if (typeof filled === "string") return filled;
      throw new UnresolvedReference(filled);
    },
  };
}

/** The references without repetition, in order of first appearance. */
export function uniqueReferences(references: readonly TemplateReference[]): TemplateReference[] {
  return [...new Map(references.map((reference) => [reference.text, reference])).values()];
}

function fillParts(
  parts: readonly (string | TemplateReference)[],
  scope: TemplateScope,
): string | TemplateReference {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") {
      text += part;
    } else {
      const value = resolveReference(part, scope);
      if (value === absent) return part;
      text += numberText(part, value, scope) ?? renderValue(value, scope.numbers);
    }
  }
  return text;
}

function resolveReference({ namespace, path }: TemplateReference, { item, sample }: TemplateScope) {
  if (namespace === "item") return valueAt(item, path);
  const start = sampleVariable(sample, String(path[0]));
  return start === undefined ? absent : valueAt(start, path.slice(1));
}

/** How a number was written; undefined for every other value, and if JavaScript writes it the same. */
function numberText(
  { namespace, path }: TemplateReference,
  value: JsonValue,
  { item, sample, numbers }: TemplateScope,
): string | undefined {
  if (!numbers || typeof value !== "number") return undefined;
  const key = String(path.at(-1));
  if (namespace === "sample" && path.length === 1) return numbers.get(sample)?.get(key);
  const holder =
    namespace === "item"
      ? valueAt(item, path.slice(0, -1))
      : valueAt(sampleVariable(sample, String(path[0])) ?? null, path.slice(1, -1));
  return typeof holder === "object" && holder !== null ? numbers.get(holder)?.get(key) : undefined;
}
