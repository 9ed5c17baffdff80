import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { RftError } from "#errors.js";
import type { JsonObject } from "#json/json-value.js";
import { compileGrader } from "#grader/score/compile-grader.js";
import { sampleFromText } from "#grader/language/sample.js";
import { type Score, scoreSample } from "#grader/score/score-sample.js";

const eq = (input: string, reference = "{{item.a}}") => ({
  type: "string_check",
  operation: "eq",
  input,
  reference,
});
const fuzzy = (input: string) => ({
  type: "text_similarity",
  evaluation_metric: "fuzzy_match",
  input,
  reference: "{{item.a}}",
});
const python = { type: "python", source: "def grade(sample, item): return 1" };
const multi = (graders: Record<string, object>, formula: string, more = {}) => ({
  type: "multi",
  graders,
  calculate_output: formula,
  ...more,
});

function score(config: object, answer: string, item: JsonObject = { a: "abcd" }): Score {
  return scoreSample(compileGrader(config), { item, sample: sampleFromText(answer) }, () => 0);
}

const raised = ({ metadata }: Score) =>
  Object.entries(metadata.errors).flatMap(([flag, value]) => (value === true ? [flag] : []));

describe("string_check", () => {
  test.each<[string, string, string, number]>([
    ["eq", "Oslo", "Oslo", 1],
    ["eq", "Oslo", "oslo", 0],
    ["eq", "Oslo ", "Oslo", 0],
    ["eq", "é", "e\u0301", 0],
    ["ne", "Oslo", "oslo", 1],
    ["ne", "Oslo", "Oslo", 0],
    ["like", "in Oslo now", "Oslo", 1],
    ["like", "Oslo", "in Oslo now", 0],
    ["like", "in oslo", "Oslo", 0],
    ["like", "100", "1%", 0],
    ["like", "anything", "", 1],
    ["ilike", "in OSLO", "Oslo", 1],
    ["ilike", "in Oslo", "a.lo", 0],
  ])("%s: %j against %j", (operation, answer, a, expected) => {
    const config = {
      type: "string_check",
      operation,
      input: "{{sample.output_text}}",
      reference: "{{item.a}}",
    };
    expect(score(config, answer, { a }).reward).toBe(expected);
  });

  it("tells the numbers 1 and 1.5 and the words true and null as JSON writes them", () => {
    const item = { a: [1, 1.5, true, null] };
    expect(score(eq("{{sample.output_text}}"), "[1, 1.5, true, null]", item).reward).toBe(1);
  });
});

describe("multi", () => {
  const both = { x: eq("{{sample.output_json.x}}"), y: fuzzy("{{sample.output_json.y}}") };

  it("computes its formula over the keys and shows the parts", () => {
    const result = score(multi(both, "(x + y) / 2"), '{"x": "no", "y": "abxx"}');
    expect(result).toMatchObject({ reward: 0.25, sub_rewards: { x: 0, y: 0.5 } });
    expect(result.detail).toBeUndefined();
  });

  it("gives 0, or invalid_grade, where a part fails", () => {
    expect(score(multi(both, "x + y"), '{"x": "abcd"}')).toMatchObject({
      reward: 0,
      sub_rewards: { x: 1, y: 0 },
      detail: "y: {{sample.output_json.y}} cannot be found in this sample",
    });
    const result = score(multi(both, "x + y", { invalid_grade: -1 }), "prose");
    expect(result.reward).toBe(-1);
    expect(raised(result)).toEqual(["invalid_variable_error"]);
  });

  it("marks a formula without a value", () => {
    const result = score(multi(both, "x / (y - y)", { invalid_grade: 0.1 }), '{"x": "abcd", "y": "abcd"}');
    expect(result).toMatchObject({ reward: 0.1, detail: "calculate_output: 1 / 0 has no finite real value" });
    expect(raised(result)).toEqual(["formula_parse_error"]);
  });

  it("does not cut the score to 0 and 1", () => {
    expect(score(multi(both, "10 * x - y ^ 2 * 4"), '{"x": "abcd", "y": "abcd"}').reward).toBe(6);
  });

  it("has no reward where a part cannot run here, and keeps the others' scores", () => {
    const result = score(multi({ x: eq("{{sample.output_text}}"), p: python }, "x * p"), "abcd");
    expect(result).toMatchObject({
      reward: null,
      sub_rewards: { x: 1 },
      detail: "p: a python grader cannot run here",
    });
    expect(raised(result)).toEqual([]);
  });

  it("is invalid by a part's error even where another part cannot run here", () => {
    const result = score(multi({ x: eq("{{sample.output_json.x}}"), p: python }, "x * p"), "prose");
    expect(result.reward).toBe(0);
  });
});

describe("a score", () => {
  it("has the shape of the service's own answer", () => {
    let now = 1000;
    const grader = compileGrader({ ...eq("{{sample.output_text}}"), name: "same" });
    const subject = { item: { a: "x" }, sample: sampleFromText("x") };
    expect(JSON.parse(JSON.stringify(scoreSample(grader, subject, () => (now += 250))))).toEqual({
      reward: 1,
      sub_rewards: {},
      metadata: {
        name: "same",
        type: "string_check",
        errors: {
          formula_parse_error: false,
          sample_parse_error: false,
          truncated_observation_error: false,
          unresponsive_reward_error: false,
          invalid_variable_error: false,
          other_error: false,
          python_grader_server_error: false,
          python_grader_server_error_type: null,
          python_grader_runtime_error: false,
          python_grader_runtime_error_details: null,
          model_grader_server_error: false,
          model_grader_refusal_error: false,
          model_grader_parse_error: false,
          model_grader_server_error_details: null,
        },
        execution_time: 0.25,
        scores: {},
        token_usage: null,
        sampled_model_name: null,
      },
      model_grader_token_usage_per_model: {},
    });
  });

  test.each([
    [python, "a python grader cannot run here"],
    [
      { type: "score_model", model: "gpt-4.1", input: [{ role: "user", content: "?" }] },
      "a score_model grader cannot run here",
    ],
  ])("is null with a reason where the grader cannot run here: %j", (config, detail) => {
    expect(score(config, "abcd")).toMatchObject({ reward: null, detail });
  });

  it("is 0 with a flag for a value nested too deeply to be written", () => {
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);
    const result = score(eq("{{sample.output_text}}"), "x", { a: deep });
    expect(result.reward).toBe(0);
    expect(raised(result)).toEqual(["other_error"]);
  });

  it("lies between 0 and 1, whatever the row and the answer", () => {
    const grader = compileGrader(
      multi({ x: fuzzy("{{sample.output_json.x}}"), y: fuzzy("{{sample.output_text}}") }, "max(x, y)"),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.oneof(fc.string(), fc.json()), (a, answer) => {
        const item: JsonObject = { a: a as JsonObject };
        const { reward } = scoreSample(grader, { item, sample: sampleFromText(answer) });
        expect(reward).toSatisfy((value: number) => value >= 0 && value <= 1);
      }),
    );
  });
});

describe("compileGrader", () => {
  it("says what runs here and what is only checked", () => {
    const {
      executed,
      static: checked,
      references,
      name,
    } = compileGrader(
      multi(
        {
          x: eq("{{sample.output_text}}"),
          p: python,
          b: { ...fuzzy("{{item.b}}"), evaluation_metric: "bleu" },
        },
        "x + p + b",
      ),
    );
    expect({ executed, checked, name }).toEqual({
      executed: ["string_check", "text_similarity"],
      checked: ["python"],
      name: "multi",
    });
    expect(references.map(({ text }) => text)).toEqual(["sample.output_text", "item.a", "item.b"]);
  });

  it("refuses a grader with its first error", () => {
    expect(() => compileGrader({ ...eq("{{oops}}"), operation: "neq" })).toThrow(
      expect.objectContaining({
        name: RftError.name,
        code: "input",
        message: 'grader/operation: there is no operation "neq" (operation-unknown)',
        hint: 'Did you mean "ne"?',
      }),
    );
  });
});
