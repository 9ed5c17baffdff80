import { describe, expect, test } from "vitest";
import { bestEvaluation, evaluationsOf, recommendedEvaluation } from "#run/steps/evaluations.js";
import { noiseBand } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";

const count = "timing/graders/python/g/timing/valid_execution_latency_count";

/** Steps from 1 on, as pairs of training and validation reward. */
function stepsOf(
  ...rewards: readonly (readonly [train: number | undefined, valid?: number])[]
): StepMetrics[] {
  return rewards.map(([train, valid], index) => ({
    step: index + 1,
    ...(train !== undefined && { train_mean_reward: train }),
    ...(valid !== undefined && { full_valid_mean_reward: valid, [count]: 100 }),
  }));
}

describe("evaluations", () => {
  test("compare validation with training averaged since the last evaluation, this step included", () => {
    const steps = stepsOf([0.2, 0.1], [0.3], [0.5], [0.7, 0.4], [undefined, 0.6], [0.9]);
    expect(evaluationsOf(steps)).toMatchObject([
      { step: 1, reward: 0.1, trainReward: 0.2, gap: expect.closeTo(0.1) as number },
      {
        step: 4,
        reward: 0.4,
        trainReward: expect.closeTo(0.5) as number,
        gap: expect.closeTo(0.1) as number,
      },
      { step: 5, reward: 0.6 },
    ]);
    expect(evaluationsOf(steps)[2]).not.toHaveProperty("gap");
  });

  test("count the samples that any grader scored, and take the job's number where the steps do not say", () => {
    const other = "timing/graders/multi/all/timing/valid_execution_latency_count";
    const steps: StepMetrics[] = [
      { step: 1, full_valid_mean_reward: 0.8, [count]: 150, [other]: 200 },
      { step: 2, full_valid_mean_reward: 0.8 },
    ];
    const [first, second] = evaluationsOf(steps, { validationSamples: 50 });
    expect(first).toMatchObject({ samples: 200, band: expect.closeTo(0.04, 12) as number });
    expect(second).toMatchObject({ samples: 50, band: expect.closeTo(0.08, 12) as number });
    expect(Object.keys(evaluationsOf(steps)[1] ?? {})).toEqual(["step", "reward"]);
  });

  test("of a run's first steps are those of the run", () => {
    const steps = stepsOf([0.2, 0.1], [0.3], [0.5, 0.3], [0.7], [0.7, 0.5]);
    expect(evaluationsOf(steps.slice(0, 4))).toEqual(evaluationsOf(steps).slice(0, 2));
  });

  test("none: no best, nothing recommended", () => {
    expect(evaluationsOf(stepsOf([0.1], [0.2]))).toEqual([]);
    expect(bestEvaluation([])).toBeUndefined();
    expect(recommendedEvaluation([])).toBeUndefined();
  });
});

test.each([
  ["a share of a half", 0.5, 200, undefined, 0.05],
  ["a range of 5", 4, 200, { min: 0, max: 5 }, 0.2],
  ["negative rewards", -0.5, 200, { min: -1, max: 0 }, 0.05],
  ["at the top nothing varies", 1, 200, undefined, 0],
])("the noise band of %s", (_name, reward, samples, range, band) => {
  expect(noiseBand(reward, samples, range)).toBeCloseTo(band, 12);
});

test.each([
  ["no samples known", 0.5, undefined, undefined],
  ["no samples", 0.5, 0, undefined],
  ["a reward outside the range", 1.5, 200, undefined],
  ["a range without width", 1, 200, { min: 1, max: 1 }],
])("no noise band with %s", (_name, reward, samples, range) => {
  expect(noiseBand(reward, samples, range)).toBeUndefined();
});
