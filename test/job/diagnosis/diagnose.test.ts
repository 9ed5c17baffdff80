import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type DiagnosisFacts, diagnose } from "../../../src/job/diagnosis/diagnose.js";
import { type StepMetrics, parseResults } from "../../../src/job/results.js";

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
