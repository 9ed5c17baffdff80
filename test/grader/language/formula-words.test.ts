import { expect, test } from "vitest";
import { FormulaError, compileFormula } from "#grader/language/expression.js";

function errorOf(text: string): FormulaError {
  try {
    compileFormula(text).evaluate({ a: 1 });
  } catch (error) {
    if (error instanceof FormulaError) return error;
    throw error;
  }
  throw new Error(`${text} has a value`);
}

/** What a person reads of a formula that is wrong, and where the caret stands. */
test.each<[formula: string, kind: FormulaError["kind"], message: string, position: number | undefined]>([
  ["", "parse", "unexpected end of the formula", 0],
  ["a +", "parse", "unexpected end of the formula", 3],
  ["(a", "parse", 'unexpected end of the formula where ")" is needed', 2],
  ["abs(a", "parse", 'unexpected end of the formula where ")" is needed', 5],
  ["a )", "parse", 'unexpected ")"', 2],
  ["a b", "parse", 'unexpected "b"', 2],
  ["*a", "parse", 'unexpected "*"', 0],
  ["a,b", "parse", 'unexpected ","', 1],
  ["max()", "parse", 'unexpected ")"', 4],
  ["1 + log(a, b)", "parse", "log() takes one argument, not 2", 4],
  ["1 + foo(a)", "unknown_name", "there is no function foo()", 4],
  ["b", "unknown_name", "there is no value for b", undefined],
  ["1e999", "domain", "1e999 is too large for a number", undefined],
  ["sqrt(-1)", "domain", "sqrt(-1) has no finite real value", undefined],
  ["1 / 0", "domain", "1 / 0 has no finite real value", undefined],
  ["max(1, 10^309)", "domain", "10 ^ 309 has no finite real value", undefined],
])("%s", (formula, kind, message, position) => {
  const error = errorOf(formula);
  expect({ kind: error.kind, message: error.message }).toEqual({ kind, message });
  expect(error.position).toBe(position);
});

test("a formula's error has a name of its own", () => {
  expect(errorOf("b")).toMatchObject({ name: "FormulaError", unknownName: "b" });
});
