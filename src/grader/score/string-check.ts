import type { StringCheckGrader, StringCheckOperation } from "#grader/config/grader-config.js";
import type { GraderPart } from "#grader/config/grader-part.js";
import { compileTextPair } from "./text-pair.js";

/**
 * By code points, nothing trimmed or normalised. `like` and `ilike`: the input contains the reference, literally
 * (Microsoft Learn, Azure OpenAI graders; "%" is not a wildcard, and every text contains the empty one).
 */
const operations: Record<StringCheckOperation, (input: string, reference: string) => boolean> = {
  eq: (input, reference) => input === reference,
  ne: (input, reference) => input !== reference,
  like: (input, reference) => input.includes(reference),
  ilike: (input, reference) => input.toLowerCase().includes(reference.toLowerCase()),
};

/**
 * Compiles a string_check: 1 if the operation holds, else 0.
 * @throws TemplateError
 */
export function compileStringCheck(config: StringCheckGrader): GraderPart {
  const pair = compileTextPair(config);
  const holds = operations[config.operation];
  const isNegative = config.operation === "ne";
  return {
    references: pair.references,
    executed: ["string_check"],
    static: [],
    asks: isNegative ? undefined : pair.asks,
    ceiling: isNegative ? 0 : 1,
    score: (scope) => pair.compare(scope, (input, reference) => (holds(input, reference) ? 1 : 0)),
  };
}
