import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { errorFigures, tokenFigures } from "#run/outcome/answer-figures.js";
import { diagnose } from "#run/diagnosis/diagnose.js";
import { type StepMetrics, parseResults } from "#run/steps/results.js";

const stepsOf = (count: number, more: (step: number) => object): StepMetrics[] =>
  Array.from({ length: count }, (_, index) => ({ step: index + 1, ...more(index + 1) }));

describe("token figures", () => {
  test("say whose answers, and at which steps", () => {
    const steps = stepsOf(10, (step) => ({
      "usage/samples/train_reasoning_tokens_mean": step === 7 ? 900 : 300 + step,
      ...(step % 5 === 0 && { "usage/samples/valid_reasoning_tokens_mean": 250 + step }),
    }));
    expect(tokenFigures(steps)).toEqual([
      {
        side: "train",
        kind: "reasoning tokens",
        first: { step: 1, tokens: 301 },
        last: { step: 10, tokens: 310 },
        most: { step: 7, tokens: 900 },
      },
      {
        side: "valid",
        kind: "reasoning tokens",
        first: { step: 5, tokens: 255 },
        last: { step: 10, tokens: 260 },
        most: { step: 10, tokens: 260 },
      },
    ]);
  });

  test.each([
    ["the names of May 2025", "train_reasoning_tokens_mean", "train", "reasoning tokens"],
    ["a name without a side", "reasoning_tokens_mean", "train", "reasoning tokens"],
    ["all tokens of an answer", "completion_tokens_mean", "train", "tokens of an answer"],
    ["validation alone", "valid_reasoning_tokens_mean", "valid", "reasoning tokens"],
  ])("by %s", (_name, metric, side, kind) => {
    expect(tokenFigures(stepsOf(2, () => ({ [metric]: 5 })))).toMatchObject([{ side, kind }]);
  });

  const file = "../shared/data/results/v5_py90_training_metrics.csv";
  test.skipIf(!existsSync(file))(
    `a name without a side is training's in Azure's file (skipped without ${file})`,
    () => {
      for (const step of parseResults(readFileSync(file)).steps)
        expect(step["reasoning_tokens_mean"]).toBe(step["usage/samples/train_reasoning_tokens_mean"]);
    },
  );
});

describe("error figures", () => {
  const train = "errors/graders/multi/g/errors/train_sample_parse_error_mean";
  const other = "errors/graders/multi/g/errors/train_other_error_mean";
  const invalid = "errors/graders/multi/g/errors/train_invalid_variable_error_mean";

  test("are those of the last steps, as the diagnosis has them, and the mean of all beside", () => {
    const steps = stepsOf(10, (step) => ({
      [train]: step > 5 ? 0.1 : 0.3,
      full_valid_mean_parse_error: 0.05,
      [other]: step > 5 ? 0.06 : 0,
      [invalid]: 0.1,
      mean_unresponsive_rewards: 0,
    }));
    expect(errorFigures(steps)).toMatchObject([
      { kind: "not parsed", side: "train", share: 0.1, steps: [6, 7, 8, 9, 10] },
      // What a template did not find because nothing parsed is no fault of the grader.
      { kind: "grader failed", side: "train", share: 0.06, name: other },
      { kind: "without a reward", share: 0, overall: 0 },
    ]);
    expect(errorFigures(steps)[0]?.overall).toBeCloseTo(0.2, 12);
    const said = Object.fromEntries(diagnose(steps).map(({ code, message }) => [code, message]));
    expect(said["parse-errors"]).toMatch(/^10% of the training answers/);
    expect(said["grader-errors"]).toMatch(/^the grader failed on 6% of the training answers/);
  });

  test("are absent where nothing counts them", () => {
    expect(errorFigures(stepsOf(3, () => ({ train_mean_reward: 1 })))).toEqual([]);
  });
});
