import type { MultiGrader } from "#grader/config/grader-config.js";
import { type Formula, FormulaError, compileFormula } from "#grader/language/expression.js";
import type { ErrorFlag } from "#grader/config/error-flags.js";
import type { Ask, GraderPart, Outcome } from "#grader/config/grader-part.js";
import { uniqueReferences } from "#grader/language/template.js";

/**
 * Compiles a multi grader over its compiled sub-graders.
 * @throws FormulaError as `parseFormula`
 */
export function compileMulti(config: MultiGrader, subgraders: ReadonlyMap<string, GraderPart>): GraderPart {
  const formula = compileFormula(config.calculate_output);
  const combine = compileCombination(config);
  const parts = [...subgraders.values()];
  return {
    references: uniqueReferences(parts.flatMap((part) => part.references)),
    executed: unique(parts.flatMap((part) => part.executed)),
    static: unique(parts.flatMap((part) => part.static)),
    asks: mergeAsks(parts),
    ceiling: ceilingOf(formula, subgraders),
    score: (scope) => combine(new Map([...subgraders].map(([key, part]) => [key, part.score(scope)]))),
  };
}

/**
 * Combines the outcomes of a multi grader's sub-graders, given by key.
 * @throws FormulaError as `compileMulti`
 */
export function compileCombination(config: MultiGrader): (outcomes: ReadonlyMap<string, Outcome>) => Outcome {
  const formula = compileFormula(config.calculate_output);
  return (outcomes) => {
    const judged = [...outcomes.values()].flatMap((outcome) => outcome.judged ?? []);
    return {
      ...combineValues(formula, outcomes, config.invalid_grade ?? 0),
      parts: valuesOf(outcomes),
      ...(judged.length > 0 && { judged }),
    };
  };
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

function mergeAsks(parts: readonly GraderPart[]): Ask[] | undefined {
  const merged: Ask[] = [];
  for (const { asks } of parts) {
    if (!asks) return undefined;
    merged.push(...asks);
  }
  return merged;
}

function ceilingOf(formula: Formula, subgraders: ReadonlyMap<string, GraderPart>): number | null {
  const ceilings: Record<string, number> = {};
  for (const [key, { ceiling }] of subgraders) {
    if (ceiling === null) return null;
    ceilings[key] = ceiling;
  }
  const { value } = evaluate(formula, ceilings, 0);
  return value;
}

function valuesOf(outcomes: ReadonlyMap<string, Outcome>): Record<string, number | null> {
  return Object.fromEntries([...outcomes].map(([key, outcome]) => [key, outcome.value]));
}

/** A sub-grader's error makes the whole invalid, whatever the others give; one that cannot run here makes it null. */
function combineValues(
  formula: Formula,
  outcomes: ReadonlyMap<string, Outcome>,
  invalidGrade: number,
): Outcome {
  const reasons = new Map<ErrorFlag, string>();
  const details: string[] = [];
  const values: Record<string, number> = {};
  const withoutValue: string[] = [];
  for (const [key, outcome] of outcomes) {
    for (const flag of outcome.raised) {
      const before = reasons.get(flag);
      const reason = `${key}: ${outcome.detail ?? flag}`;
      reasons.set(flag, before === undefined ? reason : `${before}; ${reason}`);
    }
    if (outcome.detail !== undefined) details.push(`${key}: ${outcome.detail}`);
    if (outcome.value === null) withoutValue.push(key);
    else values[key] = outcome.value;
  }
  const detail = details.join("; ");
  if (reasons.size > 0) return { value: invalidGrade, raised: [...reasons.keys()], reasons, detail };
  return withoutValue.length > 0
    ? { value: null, raised: [], detail }
    : evaluate(formula, values, invalidGrade);
}

function evaluate(formula: Formula, values: Record<string, number>, invalidGrade: number): Outcome {
  try {
    return { value: formula.evaluate(values), raised: [] };
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return {
      value: invalidGrade,
      raised: ["formula_parse_error"],
      detail: `calculate_output: ${error.message}`,
    };
  }
}
