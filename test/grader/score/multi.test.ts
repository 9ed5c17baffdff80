import { describe, expect, test } from "vitest";
import type { MultiGrader } from "#grader/config/grader-config.js";
import { compileGrader } from "#grader/score/compile-grader.js";
import type { Outcome } from "#grader/config/grader-part.js";
import { compileCombination } from "#grader/score/multi.js";

const exact = {
  type: "string_check",
  operation: "eq",
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
} as const;

function combine(
  formula: string,
  outcomes: Record<string, Partial<Outcome>>,
  more: Partial<MultiGrader> = {},
) {
  const keys = Object.keys(outcomes);
  const config: MultiGrader = {
    type: "multi",
    name: "m",
    graders: Object.fromEntries(keys.map((key) => [key, { ...exact, name: key }])),
    calculate_output: formula,
    ...more,
  };
  const full = Object.entries(outcomes).map(([key, outcome]): [string, Outcome] => [
    key,
    { value: 1, raised: [], ...outcome },
  ]);
  return compileCombination(config)(new Map(full));
}

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, cached_tokens: 0 };

describe("a multi grader's outcome", () => {
  test("is the formula's value, with the parts by key", () => {
    expect(combine("a - b / 4", { a: { value: 0.75 }, b: { value: 1 } })).toEqual({
      value: 0.5,
      raised: [],
      parts: { a: 0.75, b: 1 },
    });
  });

  test("names each part's reason for a flag, and tells all of them", () => {
    const outcome = combine("a + b + c", {
      a: { value: 0, raised: ["invalid_variable_error"], detail: "no x" },
      b: { value: 0, raised: ["invalid_variable_error", "other_error"] },
      c: { detail: "a remark" },
    });
    expect(outcome).toMatchObject({
      value: 0,
      raised: ["invalid_variable_error", "other_error"],
      detail: "a: no x; c: a remark",
    });
    expect([...(outcome.reasons ?? [])]).toEqual([
      ["invalid_variable_error", "a: no x; b: invalid_variable_error"],
      ["other_error", "b: other_error"],
    ]);
  });

  test.each([
    [{}, 0],
    [{ invalid_grade: -1 }, -1],
  ])("is the invalid grade where a part fails or the formula has no value: %j", (more, value) => {
    expect(combine("a", { a: { value: 0.5, raised: ["other_error"] } }, more).value).toBe(value);
    expect(combine("1 / (a - a)", { a: {} }, more)).toMatchObject({
      value,
      raised: ["formula_parse_error"],
      detail: "calculate_output: 1 / 0 has no finite real value",
    });
  });

  test("is no number where a part could not run, with its reason and no flag", () => {
    expect(combine("a + b", { a: { value: null, detail: "not here" }, b: {} })).toEqual({
      value: null,
      raised: [],
      detail: "a: not here",
      parts: { a: null, b: 1 },
    });
  });

  test("lists what judges answered, in order, and is silent without any", () => {
    const judged = (model: string) => [{ model, usage }];
    expect(combine("a + b", { a: { judged: judged("x") }, b: { judged: judged("y") } }).judged).toEqual([
      { model: "x", usage },
      { model: "y", usage },
    ]);
    expect(combine("a", { a: {} })).not.toHaveProperty("judged");
  });
});

describe("a multi grader's ceiling", () => {
  const part = (change: object = {}) => ({ ...exact, name: "p", ...change });
  test.each<[name: string, graders: Record<string, object>, formula: string, ceiling: number | null]>([
    ["the formula of its parts' ceilings", { a: part(), b: part() }, "0.5 * a + 0.25 * b", 0.75],
    ["0 of a part that asks for anything else", { a: part({ operation: "ne" }) }, "a", 0],
    [
      "unknown with a part that differs by the text",
      { a: part({ type: "text_similarity", evaluation_metric: "rouge_l", operation: undefined }) },
      "a",
      null,
    ],
    [
      "unknown with a program in it",
      { a: part(), b: { type: "python", name: "p", source: "def grade(sample, item):\n  return 1" } },
      "a + b",
      null,
    ],
  ])("is %s", (_, graders, calculate_output, ceiling) => {
    const clean: object = JSON.parse(JSON.stringify({ type: "multi", name: "m", graders, calculate_output }));
    expect(compileGrader(clean).ceiling).toBe(ceiling);
  });

  test("asks for nothing that can be written down where one part only forbids", () => {
    const graders = { a: part(), b: part({ operation: "ne" }) };
    const config = { type: "multi", name: "m", graders, calculate_output: "a + b" };
    expect(compileGrader(config).asks).toBeUndefined();
    expect(compileGrader({ ...config, graders: { a: part() }, calculate_output: "a" }).asks).toHaveLength(1);
  });
});
