import * as fc from "fast-check";
import { describe, expect, test, it } from "vitest";
import type { GraderConfig, SubgraderConfig } from "#grader/config/grader-config.js";
import { FormulaError, compileFormula } from "#grader/language/expression.js";
import { boundFormula } from "#grader/language/interval.js";
import { type ScoreRange, scoreRange } from "#grader/parse/score-range.js";

const check: SubgraderConfig = { type: "string_check", input: "", reference: "", operation: "eq" };
const judge: SubgraderConfig = { type: "score_model", model: "m", input: [], range: [1, 5] };
const python: SubgraderConfig = { type: "python", source: "" };
const multi = (formula: string, more = {}): GraderConfig => ({
  type: "multi",
  graders: { a: check, b: check, judge, python },
  calculate_output: formula,
  ...more,
});
const bounded = (min: number, max: number): ScoreRange => ({ min, max, known: true });
const unbounded: ScoreRange = { min: 0, max: 1, known: false };

describe("the range of a grader's scores", () => {
  test.each<[GraderConfig, ScoreRange]>([
    [check, bounded(0, 1)],
    [judge, bounded(1, 5)],
    [{ type: "score_model", model: "m", input: [] }, bounded(0, 1)],
    [python, unbounded],
  ])("%j", (config, expected) => {
    expect(scoreRange(config)).toEqual(expected);
  });

  test.each<[string, ScoreRange]>([
    ["0.5 * a + 0.5 * b", bounded(0, 1)],
    ["a + 2 * b", bounded(0, 3)],
    ["a - b", bounded(-1, 1)],
    ["-judge", bounded(-5, 0)],
    ["judge", bounded(0, 5)],
    ["a / judge", bounded(0, 1)],
    ["(a - 0.5) * (b - 0.5)", bounded(-0.25, 0.25)],
    ["(a - 0.5) ^ 2", bounded(0, 0.25)],
    ["(a - 0.5) ^ 3", bounded(-0.125, 0.125)],
    ["judge ^ -a", bounded(0, 1)],
    ["abs(a - 1)", bounded(0, 1)],
    ["abs(a - b)", bounded(0, 1)],
    ["max(a, judge) + min(a, judge)", bounded(0, 6)],
    ["sqrt(judge - 1)", bounded(0, 2)],
    ["a / b", unbounded],
    ["log(a)", unbounded],
    ["sqrt(a - b)", unbounded],
    ["(a - b) ^ 0.5", unbounded],
    ["0 ^ (a - 1)", unbounded],
    ["python", unbounded],
    ["a +", unbounded],
    ["c", unbounded],
  ])("of %s", (formula, expected) => {
    expect(scoreRange(multi(formula))).toEqual(expected);
  });

  it("holds invalid_grade", () => {
    expect(scoreRange(multi("a", { invalid_grade: -1 }))).toEqual(bounded(-1, 1));
  });

  it("holds every value that the formula takes", () => {
    const formulas = [
      "(a - b) ^ 3 * b",
      "max(a, b) / (a + 1)",
      "abs(a - 2 * b) - exp(-a)",
      "floor(3 * a) - ceil(b)",
    ];
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const pieces = fc.constantFrom("a", "b", "(a - b)", "2", "abs(a - 0.3)", "max(a, b)", "min(a - 0.5, b)");
    const operators = fc.constantFrom("+", "-", "*", "/", "^");
    const built = fc.tuple(pieces, operators, pieces, operators, pieces).map((parts) => parts.join(" "));
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...formulas), built), unit, unit, (text, a, b) => {
        const interval = { min: 0, max: 1 };
        const formula = compileFormula(text);
        const bounds = boundFormula(
          formula.root,
          new Map([
            ["a", interval],
            ["b", interval],
          ]),
        );
        fc.pre(bounds !== undefined);
        const value = valueOf(() => formula.evaluate({ a, b }));
        expect(value).toBeGreaterThanOrEqual(bounds.min - 1e-12);
        expect(value).toBeLessThanOrEqual(bounds.max + 1e-12);
      }),
      { numRuns: 3000 },
    );
  });
});

/** A formula with bounds has a value everywhere between them: NaN fails both comparisons. */
function valueOf(evaluate: () => number): number {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof FormulaError) return Number.NaN;
    throw error;
  }
}
