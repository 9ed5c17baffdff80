import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type DiagnosisFacts, diagnose } from "#run/diagnosis/diagnose.js";
import { type StepMetrics, parseResults } from "#run/steps/results.js";

const samples = "timing/graders/python/g/timing/valid_execution_latency_count";

/** Steps that all evaluate 200 samples: the band at 0.5 is 0.05. Training earns what validation does, unless told. */
function runOf(rewards: readonly number[], more: (index: number) => object = () => ({})): StepMetrics[] {
  return rewards.map((reward, index) => ({
    step: index + 1,
    train_mean_reward: reward,
    full_valid_mean_reward: reward,
    [samples]: 200,
    ...more(index),
  }));
}

const codes = (steps: readonly StepMetrics[], facts?: DiagnosisFacts) =>
  diagnose(steps, facts).map(({ code }) => code);

describe("nothing is read into noise", () => {
  test("no verdict on rewards from two evaluations, however far apart", () => {
    expect(codes(runOf([0.9, 0.1]))).toEqual([]);
    expect(codes(runOf([0.1, 0.9]))).toEqual([]);
  });

  test("none where the number of samples is unknown", () => {
    const steps = runOf([0.2, 0.5, 0.8, 0.3]).map(({ [samples]: _unknown, ...step }) => step);
    expect(codes(steps)).toEqual([]);
    expect(codes(steps, { validationSamples: 200 })).not.toEqual([]);
  });

  test("a last step within the band of the best is not worse, one beyond it is", () => {
    expect(codes(runOf([0.2, 0.4, 0.5, 0.46]))).toEqual(["healthy"]);
    expect(codes(runOf([0.2, 0.4, 0.5, 0.44]))).toEqual(["best-step-not-last", "healthy"]);
  });

  test("one evaluation below training is no gap, two are", () => {
    const gap = (from: number) =>
      runOf([0.2, 0.4, 0.6, 0.6], (index) => (index >= from ? { train_mean_reward: 0.8 } : {}));
    expect(codes(gap(3))).toEqual(["healthy"]);
    expect(codes(gap(2))).toEqual(["train-valid-gap"]);
  });

  test("the grader's range scales every rule", () => {
    const fall = [0.2, 0.5, 0.8, 0.45, 0.3];
    expect(codes(runOf(fall.map((reward) => 5 * reward)), { range: { min: 0, max: 5 } })).toEqual(
      codes(runOf(fall)),
    );
    expect(codes(runOf(fall))).toContain("reward-collapse");
  });
});

describe("chance lifts one evaluation of many: means are compared", () => {
  const tokens = (counts: readonly number[]) => (index: number) => ({ reasoning_tokens_mean: counts[index] });
  const level = [0.2, 0.4, 0.68, 0.7, 0.66, 0.7, 0.76, 0.69];

  test("thought that doubles since the reward is level is growth, though a late evaluation is the best", () => {
    const [found] = diagnose(runOf(level, tokens([100, 110, 120, 130, 160, 200, 240, 280])));
    expect(found).toMatchObject({
      code: "token-growth",
      evidence: { steps: [4, 8], values: { tokensThen: 130, tokensNow: 280 } },
    });
  });

  test("of few evaluations, one from before the rise is not where the reward is level since", () => {
    const run = runOf([0.37, 0.48, 0.52, 0.44, 0.42], tokens([260, 270, 350, 440, 470]));
    expect(diagnose(run).find(({ code }) => code === "token-growth")?.evidence.steps).toEqual([2, 5]);
  });

  test("thought that grows with the reward is none", () => {
    const rising = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    expect(codes(runOf(rising, tokens([100, 130, 160, 190, 220, 250, 280, 310])))).toEqual(["healthy"]);
  });

  test("three late evaluations no better than three before them are a plateau, one lucky among them or not", () => {
    const plateau = diagnose(runOf(level)).find(({ code }) => code === "plateau");
    expect(plateau?.evidence.steps).toEqual([3, 4, 5, 6, 7, 8]);
    expect(plateau?.evidence.values).toMatchObject({
      before: expect.closeTo(0.68),
      last: expect.closeTo(0.7167, 3),
    });
    expect(codes(runOf([0.2, 0.4, 0.62, 0.7, 0.66, 0.7, 0.78, 0.79]))).not.toContain("plateau");
    expect(codes(runOf([0.2, 0.4, 0.68, 0.7, 0.66, 0.6, 0.6, 0.62]))).not.toContain("plateau");
  });

  test("a first batch of unlucky rows is no rise of training", () => {
    const flat = [0.14, 0.09, 0.19, 0.17, 0.17, 0.1, 0.16, 0.13];
    const unlucky = (index: number) => ({ train_mean_reward: index === 0 ? 0.03 : 0.15 });
    expect(codes(runOf(flat, unlucky))).toContain("reward-flat");
    const risen = (index: number) => ({ train_mean_reward: index < 4 ? 0.1 : 0.25 });
    expect(codes(runOf(flat, risen))).not.toContain("reward-flat");
  });
});

describe("what the service counts is reported from three steps on", () => {
  const failing = [1, 2, 3].map((step) => ({
    step,
    mean_unresponsive_rewards: 0.2,
    "errors/graders/python/g/errors/train_other_error_mean": 0.3,
    "errors/graders/python/g/errors/train_sample_parse_error_mean": 0.1,
    "errors/graders/python/g/errors/train_other_error_count": 700,
  }));
  test("errors of the grader, of parsing, and missing rewards are three things", () => {
    expect(codes(failing)).toEqual(["grader-errors", "parse-errors", "unresponsive-samples"]);
    expect(codes(failing.slice(0, 2))).toEqual([]);
  });

  test("a template that finds no parsed answer is a parse error's doing, not the grader's", () => {
    const invalid = "errors/graders/python/g/errors/train_invalid_variable_error_mean";
    const steps = (unparsed: number) =>
      [1, 2, 3].map((step) => ({ step, full_valid_mean_parse_error: unparsed, [invalid]: 0.3 }));
    expect(codes(steps(0.3))).toEqual(["parse-errors"]);
    expect(codes(steps(0))).toEqual(["grader-errors"]);
  });

  test("what went wrong with an answer otherwise is not the grader's failure", () => {
    const truncated = "errors/graders/python/g/errors/train_truncated_observation_error_mean";
    expect(codes([1, 2, 3].map((step) => ({ step, [truncated]: 0.3 })))).toEqual([]);
  });

  test("the typical of two steps lies between them", () => {
    const steps = [400, 800].map((seconds, index) => ({ step: index + 1, total_duration: seconds }));
    expect(codes(steps, { idleSeconds: 5900 })).toEqual([]);
    expect(codes(steps, { idleSeconds: 6100 })).toEqual(["stalled"]);
  });

  test("a job is stalled after ten typical steps without a sign of life, an hour at the least", () => {
    const steps = [1, 2, 3].map((step) => ({ step, total_duration: 200 }));
    expect(codes(steps, { idleSeconds: 3500 })).toEqual([]);
    expect(codes(steps, { idleSeconds: 3700 })).toEqual(["stalled"]);
    expect(codes([...steps, { step: 4, total_duration: 40_000 }])).toEqual(["stalled"]);
  });
});

test("every finding has numbers, steps of the run, a confidence and what to do", () => {
  const steps = runOf([0.2, 0.5, 0.8, 0.45, 0.3], (index) => ({ reasoning_tokens_mean: 100 - 20 * index }));
  const found = diagnose(steps);
  expect(found.map(({ code }) => code)).toEqual(["reward-collapse", "token-collapse", "best-step-not-last"]);
  for (const { evidence, help, message, confidence } of found) {
    expect(evidence.steps.every((step) => step >= 1 && step <= 5)).toBe(true);
    expect(Object.values(evidence.values).every(Number.isFinite)).toBe(true);
    expect([help, message].every((text) => text.length > 20)).toBe(true);
    expect(["low", "medium", "high"]).toContain(confidence);
  }
});

const real = "../shared/data/results/v5_py90_training_metrics.csv";
describe.skipIf(!existsSync(real))(`the public run (skipped where ${real} is absent)`, () => {
  test("is healthy: step 30 against 25 is within the noise, one batch at 0.91 is no gap", () => {
    const { steps } = parseResults(readFileSync(real));
    expect(codes(steps)).toEqual(["healthy"]);
    expect(codes(steps.slice(0, 9))).toEqual([]);
  });
});
