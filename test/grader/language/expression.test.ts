import { existsSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { FormulaError, compileFormula } from "#grader/language/expression.js";
import { type FormulaNode, formulaFunctions, parseFormula } from "#grader/language/parse-formula.js";
import { printFormula } from "#test/support/print-formula.js";
import { propertyRuns } from "#test/support/property-runs.js";
import { anyText } from "#test/support/any-text.js";

const goldenPath = "../shared/data/goldens/calculate_output.json";

/** The value, or the kind of error with the unknown name. */
function outcome(text: string, values: Record<string, number> = {}): unknown {
  try {
    return compileFormula(text).evaluate(values);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.unknownName === undefined ? error.kind : `${error.kind} ${error.unknownName}`;
  }
}

/** A number to 13 significant digits, anything else as it is. */
function rounded(value: unknown): unknown {
  return typeof value === "number" ? value.toPrecision(13) : value;
}

describe("a formula's value", () => {
  const values = { a: 0.25, b: 0.5, zero: 0, max: 0.75, _x1: 3 };
  test.each<[string, unknown]>([
    ["0.5 * a + 0.5 * b", 0.375],
    ["1 - 2 - 3", -4],
    ["8 / 4 / 2", 1],
    ["2 ^ 3 ^ 2", 512],
    ["-2 ^ 2", -4],
    ["2 ^ -1", 0.5],
    ["2 ^ -1 * 4", 2],
    ["2 * -3", -6],
    ["- -2", 2],
    ["+a", 0.25],
    ["5. + .5 + 1e1", 15.5],
    ["zero ^ zero", 1],
    ["max", 0.75],
    ["max(max, a, 2)", 2],
    ["2 * a * b / max(a + b, 1e-9)", 1 / 3],
    ["floor(-0.5) + ceil(0.5) + abs(-1)", 1],
    ["log(exp(1))", 1],
    ["sqrt(4) + min(1)", 3],
    ["_x1", 3],
    ["exp(-1000)", 0],
    ["1 / zero", "domain"],
    ["zero / zero", "domain"],
    ["log(0)", "domain"],
    ["sqrt(-1)", "domain"],
    ["(-8) ^ (1 / 3)", "domain"],
    ["10 ^ 309", "domain"],
    ["1e999", "domain"],
    ["0 * (1 / zero)", "domain"],
    ["foo", "unknown_name foo"],
    ["A", "unknown_name A"],
    ["toString", "unknown_name toString"],
    ["__proto__", "unknown_name __proto__"],
    ["sin(1)", "unknown_name sin()"],
    ["a(b)", "unknown_name a()"],
    ["Max(a)", "unknown_name Max()"],
    ["", "parse"],
    ["max()", "parse"],
    ["abs(1, 2)", "parse"],
    ["min(a,)", "parse"],
    ["2 a", "parse"],
    ["2(a)", "parse"],
    ["(a", "parse"],
    ["a)", "parse"],
    ["a ** b", "parse"],
    ["a // b", "parse"],
    ["a % b", "parse"],
    ["a > b", "parse"],
    ["a.b", "parse"],
    ["1_000", "parse"],
    ["0x10", "parse"],
    ["1.2.3", "parse"],
    ["a = 1", "parse"],
    ["\u00a0a", "parse"],
  ])("%s", (text, expected) => {
    expect(rounded(outcome(text, values))).toBe(rounded(expected));
  });

  it("names the place of what it cannot read", () => {
    expect(() => parseFormula("a + ?")).toThrow(
      expect.objectContaining({ position: 4, message: 'unexpected "?"' }),
    );
    expect(() => parseFormula("a +")).toThrow(expect.objectContaining({ position: 3 }));
  });

  it("lists each name once, in order", () => {
    expect(compileFormula("b + a * b - max(c, 1)").names).toEqual(["b", "a", "c"]);
  });

  test.each([
    ["brackets", `${"(".repeat(100_000)}a${")".repeat(100_000)}`],
    ["signs", `${"-".repeat(100_000)}a`],
    ["powers", `a${"^a".repeat(100_000)}`],
    ["a long sum", `a${"+a".repeat(100_000)}`],
    ["calls", `${"abs(".repeat(100_000)}a${")".repeat(100_000)}`],
  ])("refuses %s too deep to evaluate instead of running out of stack", (_, text) => {
    expect(outcome(text, { a: 1 })).toBe("parse");
  });

  it("takes two hundred brackets and a sum of a thousand", () => {
    expect(outcome(`${"(".repeat(200)}a${")".repeat(200)}`, { a: 1 })).toBe(1);
    expect(outcome(`a${"+a".repeat(999)}`, { a: 1 })).toBe(1000);
  });
});

describe("properties of formulas", () => {
  const name = fc.constantFrom("a", "b", "max", "e1", "_x");
  const { node } = fc.letrec<{ node: FormulaNode }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 6 },
      fc.record({ kind: fc.constant("name" as const), name }),
      fc.record({
        kind: fc.constant("number" as const),
        value: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map(Math.abs),
      }),
      fc.record({ kind: fc.constant("negate" as const), operand: tie("node") }),
      fc.record({
        kind: fc.constant("binary" as const),
        operator: fc.constantFrom("+", "-", "*", "/", "^"),
        left: tie("node"),
        right: tie("node"),
      }),
      fc.record({
        kind: fc.constant("call" as const),
        name: fc.constantFrom("min", "max"),
        arguments: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant("call" as const),
        name: fc.constantFrom(...formulaFunctions),
        arguments: fc.array(tie("node"), { minLength: 1, maxLength: 1 }),
      }),
    ),
  }));

  it("a printed formula parses to the same tree", () => {
    fc.assert(
      fc.property(node, (tree) => {
        expect(parseFormula(printFormula(tree))).toEqual(tree);
      }),
      { numRuns: propertyRuns(2000) },
    );
  });

  it("any text gives a finite number or a FormulaError", () => {
    const pieces = fc.constantFrom(
      "a",
      "1",
      "(",
      ")",
      "+",
      "-",
      "*",
      "/",
      "^",
      ",",
      " ",
      "max",
      "log(",
      "é",
      "1e",
    );
    const text = fc.oneof(
      anyText,
      fc.array(pieces, { maxLength: 20 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (formula) => {
        const result = outcome(formula, { a: 0.5, max: 2 });
        expect(typeof result === "string" || Number.isFinite(result)).toBe(true);
      }),
      { numRuns: propertyRuns(5000) },
    );
  });
});

interface GoldenCase {
  expr: string;
  value?: number;
  error?: string;
  name?: string;
}

describe.skipIf(!existsSync(goldenPath))("golden formulas (skipped where ../shared/data is absent)", () => {
  const { vars, cases } = existsSync(goldenPath)
    ? (JSON.parse(readFileSync(goldenPath, "utf8")) as { vars: Record<string, number>; cases: GoldenCase[] })
    : { vars: {}, cases: [] };
  test.each(cases.map((golden) => [golden.expr.slice(0, 60), golden] as const))("%s", (_, golden) => {
    const expected = golden.name === undefined ? golden.error : `${golden.error} ${golden.name}`;
    expect(rounded(outcome(golden.expr, vars))).toBe(rounded(golden.value ?? expected));
  });
});
