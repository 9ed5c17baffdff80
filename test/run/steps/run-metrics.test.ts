import { describe, expect, test } from "vitest";
import { readRun, stepsOfEvents } from "#run/steps/run-metrics.js";
import type { StepMetrics } from "#run/steps/results.js";

function steps(rewards: Record<number, number | undefined>, samples?: number): StepMetrics[] {
  return Object.entries(rewards).map(([step, reward]) => ({
    step: Number(step),
    ...(reward !== undefined && { full_valid_mean_reward: reward }),
    ...(reward !== undefined &&
      samples !== undefined && { "timing/graders/python/g/timing/valid_execution_latency_count": samples }),
  }));
}

describe("best and recommended", () => {
  // p = 0.8, n = 200: sqrt(2 * 0.8 * 0.2 / 200) = 0.04
  test("the earliest step inside the band is recommended", () => {
    const run = readRun(steps({ 1: 0.2, 5: 0.759, 10: 0.761, 15: 0.8, 20: 0.79 }, 200));
    expect(run.best).toEqual({ step: 15, full_valid_mean_reward: 0.8 });
    expect(run.recommended?.step).toBe(10);
    expect(run.recommended?.band).toBeCloseTo(0.04, 12);
  });

  test("the band scales with the grader's range", () => {
    const run = readRun(steps({ 1: 3.7, 5: 4 }, 200), { range: { min: 0, max: 5 } });
    expect(run.recommended?.band).toBeCloseTo(0.2, 12);
    expect(run.recommended?.step).toBe(5);
  });

  test("of equal rewards the earlier is best", () => {
    expect(readRun(steps({ 1: 0.5, 5: 0.5 }, 10)).best?.step).toBe(1);
  });

  test("negative rewards have a best step too", () => {
    expect(readRun(steps({ 1: -0.5, 5: -0.2 })).best).toEqual({ step: 5, full_valid_mean_reward: -0.2 });
  });

  const without: [name: string, run: ReturnType<typeof readRun>, keys: string[]][] = [
    ["nothing evaluated: neither", readRun(steps({ 1: undefined, 2: undefined })), ["steps"]],
    ["samples unknown: no band", readRun(steps({ 1: 0.5 })), ["best", "steps"]],
    ["a reward outside the range: no band", readRun(steps({ 1: 3 }, 100)), ["best", "steps"]],
  ];
  test.each(without)("%s", (_name, run, keys) => {
    expect(Object.keys(run).toSorted()).toEqual(keys);
  });

  test("samples known from outside give a band", () => {
    expect(readRun(steps({ 1: 0.8 }), { validationSamples: 200 }).recommended?.band).toBeCloseTo(0.04, 12);
  });
});

describe("stepsOfEvents", () => {
  const event = (id: string, data?: object) =>
    ({ id, created_at: 1, level: "info", message: "", ...(data && { data }) }) as never;

  test("flattens the tree, orders by step, takes the newer of two reports, skips what is no step", () => {
    const newestFirst = [
      event("4", { step: 2, train_mean_reward: 0.4, usage: { samples: { train_reasoning_tokens_mean: 9 } } }),
      event("3"),
      event("2", { step: 2, train_mean_reward: 0.3 }),
      event("1", { step: 1, train_reward_mean: 0.1, note: "text", full_valid_mean_reward: null }),
    ];
    expect(stepsOfEvents(newestFirst.toReversed())).toEqual([
      { step: 1, train_mean_reward: 0.1 },
      { step: 2, train_mean_reward: 0.4, "usage/samples/train_reasoning_tokens_mean": 9 },
    ]);
  });
});
