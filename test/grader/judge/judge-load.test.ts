import { describe, expect, test } from "vitest";
import { createTokenCounter } from "#dataset/tokens/token-counter.js";
import type { GraderConfig, ScoreModelGrader } from "#grader/config/grader-config.js";
import { measureJudges } from "#grader/judge/judge-load.js";

const judge: ScoreModelGrader = {
  type: "score_model",
  model: "gpt-4.1",
  input: [
    { role: "developer", content: "Give a number from 0 to 1." },
    { role: "user", content: "Wanted: {{item.target}}\nAnswer: {{sample.output_text}}" },
  ],
};

describe("what judges read", () => {
  test("the rendered prompt, counted row by row; the answer left out and its quotations counted", async () => {
    const counter = await createTokenCounter();
    const rows = [{ target: "yes" }, { target: "a much longer reference than the other one" }];
    const [load] = await measureJudges(judge, rows);
    const expected = rows.map(
      ({ target }) =>
        counter.count("Give a number from 0 to 1.") +
        counter.count(`Wanted: ${target}\nAnswer: `) +
        2 * 3 +
        3,
    );
    expect(load).toEqual({
      pointer: "",
      model: "gpt-4.1",
      promptTokens: ((expected[0] ?? 0) + (expected[1] ?? 0)) / 2,
      quotations: 1,
    });
  });

  test("each judging part of a multi grader, at its place; limits are kept; others read nothing", async () => {
    const config: GraderConfig = {
      type: "multi",
      graders: {
        same: { type: "string_check", input: "{{sample.output_text}}", reference: "a", operation: "eq" },
        "a/b": { ...judge, sampling_params: { max_completions_tokens: 50 } },
        label: {
          type: "label_model",
          model: "gpt-4o",
          input: [{ role: "user", content: "{{sample.output_text}} or {{sample.output_json.a}}?" }],
          labels: ["x"],
          passing_labels: ["x"],
        },
      },
      calculate_output: "same",
    };
    const loads = await measureJudges(config, [{ target: "yes" }]);
    expect(
      loads.map(({ pointer, model, quotations, outputLimit }) => [pointer, model, quotations, outputLimit]),
    ).toEqual([
      ["/graders/a~1b", "gpt-4.1", 1, 50],
      ["/graders/label", "gpt-4o", 2, undefined],
    ]);
  });

  test.each<[name: string, config: GraderConfig, rows: Record<string, string>[]]>([
    ["no judge", { type: "string_check", input: "a", reference: "a", operation: "eq" }, [{ target: "x" }]],
    ["no rows", judge, []],
  ])("%s: nothing", async (_, config, rows) => {
    expect(await measureJudges(config, rows)).toEqual([]);
  });

  test("a field that a row lacks reads as nothing", async () => {
    const [whole] = await measureJudges(judge, [{ target: "" }]);
    const [lacking] = await measureJudges(judge, [{ other: "x" }]);
    expect(lacking?.promptTokens).toBe(whole?.promptTokens);
  });
});
