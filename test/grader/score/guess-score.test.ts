import { describe, expect, it } from "vitest";
import { createGuessScore } from "#grader/score/guess-score.js";
import { parseGrader } from "#grader/parse/parse-grader.js";
import { rowReferences } from "#grader/score/row-references.js";
import { newestRules } from "#rules/select-rules.js";

const check = (field: string) => ({
  type: "string_check",
  name: field,
  operation: "eq",
  input: `{{sample.output_json.${field}}}`,
  reference: `{{item.${field}}}`,
});
const twice = {
  type: "multi",
  name: "both",
  graders: { city: check("city"), unit: check("unit") },
  calculate_output: "city + unit",
};
const judge = {
  type: "score_model",
  name: "judge",
  model: "gpt-4.1",
  input: [{ role: "user", content: "{{item.city}} {{sample.output_text}}" }],
};

describe("what a guess earns", () => {
  it("is a share of what the right answer earns", async () => {
    const { grader } = rowReferences(parseGrader(twice, newestRules));
    const score = grader && (await createGuessScore(grader, undefined));
    expect(score?.({ city: "Rome", unit: "m" }, { city: "Rome", unit: "m" })).toBe(1);
    expect(score?.({ city: "Rome", unit: "m" }, { city: "Bonn", unit: "m" })).toBe(0.5);
    expect(score?.({ city: "Rome", unit: "m" }, { unit: "m" })).toBeUndefined();
  });

  it("is not known where a model judges", async () => {
    const { grader } = rowReferences(parseGrader(judge, newestRules));
    expect(grader).toBeDefined();
    expect(grader && (await createGuessScore(grader, undefined))).toBeUndefined();
  });
});

describe("what a grader reads", () => {
  it.each([
    [
      twice,
      [
        ["item.city", true],
        ["item.unit", true],
      ],
    ],
    [judge, [["item.city", false]]],
  ])("is known to be compared or not", (config, expected) => {
    const { references } = rowReferences(parseGrader(config, newestRules));
    expect(references.map(({ text, compared }) => [text, compared])).toEqual(expected);
  });
});
