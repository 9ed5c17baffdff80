import type { Ask, Outcome } from "#grader/config/grader-part.js";
import { UnrenderableValue } from "#grader/language/render-value.js";
import {
  type Template,
  type TemplateReference,
  type TemplateScope,
  compileTemplate,
  describeUnresolved,
  uniqueReferences,
} from "#grader/language/template.js";

/** The two texts that string_check and text_similarity compare. */
export interface TextPair {
  readonly references: readonly TemplateReference[];
  /** The answer that makes both sides equal; undefined if neither side is only the sample. */
  readonly asks: readonly Ask[] | undefined;
  /** The comparison's value, or the error that a template raised. */
  compare(scope: TemplateScope, rate: (input: string, reference: string) => number): Outcome;
}

/**
 * Compiles the two sides.
 * @throws TemplateError
 */
export function compileTextPair(config: { input: string; reference: string }): TextPair {
  const input = compileTemplate(config.input);
  const reference = compileTemplate(config.reference);
  const ask = askOf(input, reference) ?? askOf(reference, input);
  return {
    references: uniqueReferences([...input.references, ...reference.references]),
    asks: ask && [ask],
    compare(scope, rate) {
      try {
        const first = input.fill(scope);
        if (typeof first !== "string") return unresolved(first);
        const second = reference.fill(scope);
        if (typeof second !== "string") return unresolved(second);
        return { value: rate(first, second), raised: [] };
      } catch (error) {
        if (!(error instanceof UnrenderableValue)) throw error;
        return { value: 0, raised: ["other_error"], detail: error.message };
      }
    },
  };
}

function askOf(answer: Template, expected: Template): Ask | undefined {
  const [reference, ...more] = answer.parts;
  if (reference === undefined || typeof reference === "string" || more.length > 0) return undefined;
  if (reference.namespace !== "sample" || readsSample(expected)) return undefined;
  const [variable, ...path] = reference.path;
  if (reference.text === "sample.output_text" || reference.text === "sample.choices[0].message.content") {
    return { path: undefined, expected };
  }
  return variable === "output_json" ? { path, expected } : undefined;
}

function readsSample(template: Template): boolean {
  return template.references.some((reference) => reference.namespace === "sample");
}

/** The service publishes the reward for two errors only, both 0; we assume 0 for every other error. */
function unresolved(reference: TemplateReference): Outcome {
  return { value: 0, raised: ["invalid_variable_error"], detail: describeUnresolved(reference) };
}
