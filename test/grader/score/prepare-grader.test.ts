import { describe, expect, it, test } from "vitest";
import { RftError } from "#errors.js";
import { compileGrader } from "#grader/score/compile-grader.js";
import { prepareGrader } from "#grader/score/prepare-grader.js";
import { sampleFromText } from "#grader/language/sample.js";
import { scoreSample } from "#grader/score/score-sample.js";

const meteor = {
  type: "text_similarity",
  evaluation_metric: "meteor",
  input: "{{sample.output_text}}",
  reference: "{{item.a}}",
};
const multi = { type: "multi", graders: { m: meteor }, calculate_output: "2 * m" };
const subject = { item: { a: "He drove an auto." }, sample: sampleFromText("He drove a car.") };

describe("prepareGrader", () => {
  // Three of five tokens as they are, one by WordNet, in two chunks.
  test.each([
    [meteor, 0.8 * (1 - 0.5 * (2 / 4) ** 3)],
    [multi, 1.6 * (1 - 0.5 * (2 / 4) ** 3)],
  ])("makes meteor score: %j", async (config, expected) => {
    const grader = await prepareGrader(compileGrader(config));
    expect(scoreSample(grader, subject).reward).toBeCloseTo(expected, 12);
    expect(grader).toMatchObject({ executed: ["text_similarity"], static: [] });
  });

  test.each([meteor, multi])("is asked for where it is missing: %j", (config) => {
    expect(() => scoreSample(compileGrader(config), subject)).toThrow(
      expect.objectContaining({
        name: RftError.name,
        code: "usage",
        message: "meteor was asked for a score before its synonyms were loaded",
        hint: "Score with the grader that `await prepareGrader(grader)` gives.",
      }),
    );
  });

  it("loads nothing for other metrics", async () => {
    const grader = await prepareGrader(compileGrader({ ...meteor, evaluation_metric: "bleu" }));
    expect(grader.resources).toEqual({});
  });
});
