import { describe, expect, test } from "vitest";
import { type DiagnosisFacts, judgeMeasured } from "#run/diagnosis/diagnose.js";
import { diagnosisCodes } from "#run/diagnosis/diagnosis.js";
import { evaluationsOf } from "#run/steps/evaluations.js";
import type { StepMetrics } from "#run/steps/results.js";

const samples = "timing/graders/python/g/timing/valid_execution_latency_count";

/** What the service says of every step besides the reward and the number of graded samples. */
const counted = {
  total_duration: 200,
  full_valid_mean_parse_error: 0,
  "errors/graders/python/g/errors/train_other_error_mean": 0,
  mean_unresponsive_rewards: 0,
  reasoning_tokens_mean: 300,
};

function runOf(rewards: readonly number[], more: (index: number) => object = () => ({})): StepMetrics[] {
  return rewards.map((reward, index) => ({
    step: index + 1,
    train_mean_reward: reward,
    full_valid_mean_reward: reward,
    ...counted,
    ...more(index),
  }));
}

const judge = (steps: readonly StepMetrics[], facts: DiagnosisFacts = {}) =>
  judgeMeasured(steps, evaluationsOf(steps, facts), facts);
const notJudged = (steps: readonly StepMetrics[], facts?: DiagnosisFacts) =>
  Object.fromEntries(judge(steps, facts).notJudged.map(({ code, reason }) => [code, reason]));

const noiseCodes = [
  "reward-collapse",
  "train-valid-gap",
  "reward-flat",
  "token-growth",
  "validation-noisy",
  "plateau",
  "best-step-not-last",
  "healthy",
];
const unknown = "the number of graded samples is unknown";

describe("what cannot be judged", () => {
  test.each([
    ["a fall", [0.68, 0.61, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05]],
    ["nothing", [0, 0, 0, 0, 0, 0, 0, 0]],
    ["a rise", [0.17, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88]],
  ])("without the number of graded samples: no reward of %s, and no run is healthy", (_name, rewards) => {
    const { diagnosis } = judge(runOf(rewards));
    expect(diagnosis).toEqual([]);
    expect(notJudged(runOf(rewards))).toEqual(Object.fromEntries(noiseCodes.map((code) => [code, unknown])));
    expect(notJudged(runOf(rewards), { validationSamples: 200 })).toEqual({});
  });

  test("a run that warns of something else is not healthy, whatever its noise", () => {
    const steps = runOf([0.1, 0.3, 0.5, 0.7], () => ({ full_valid_mean_parse_error: 0.3 }));
    expect(judge(steps).diagnosis.map(({ code }) => code)).toEqual(["parse-errors"]);
    expect(notJudged(steps)).not.toHaveProperty("healthy");
  });

  test("with too few evaluations, or steps", () => {
    const two = notJudged(runOf([0.1, 0.9], () => ({ [samples]: 200 })));
    expect(two).toMatchObject({
      "reward-collapse": "2 evaluations of the 3 that it takes",
      "reward-saturated": "2 evaluations of the 3 that it takes",
      "grader-errors": "2 steps of the 3 that it takes",
      healthy: "2 evaluations of the 3 that it takes",
    });
    expect(notJudged(runOf([0.1, 0.4, 0.9], () => ({ [samples]: 200 })))).toEqual({
      plateau: "3 evaluations of the 4 that it takes",
    });
    expect(Object.keys(notJudged([]))).toEqual([...diagnosisCodes]);
  });

  test("of a reward outside the range", () => {
    const steps = runOf([0.2, 0.5, 0.9, 1.3], () => ({ [samples]: 200 }));
    expect(notJudged(steps)["best-step-not-last"]).toBe(
      "the reward of step 4, 1.3, is outside the range 0 to 1 that the grader is taken to have",
    );
    expect(notJudged(steps, { range: { min: 0, max: 2 } })).toEqual({});
  });

  test("a last evaluation whose count was cut off has that of the one before", () => {
    const cut = runOf([0.2, 0.5, 0.8, 0.74], (index) => (index < 3 ? { [samples]: 200 } : {}));
    expect(judge(cut).diagnosis.map(({ code }) => code)).toEqual(["best-step-not-last", "healthy"]);
    expect(notJudged(cut)).toEqual({});
  });

  test("a flat run whose noise could hide a rise", () => {
    const flat = (graded: number) => runOf([0.5, 0.52, 0.49, 0.51], () => ({ [samples]: graded }));
    expect(judge(flat(400)).diagnosis[0]?.code).toBe("reward-flat");
    expect(notJudged(flat(20))).toEqual({
      "reward-flat": expect.stringMatching(/^the noise of 0\.158, .*could hide a rise$/) as string,
    });
  });

  test.each([
    ["stalled", ["total_duration"], "no step carries its duration"],
    ["parse-errors", ["full_valid_mean_parse_error"], "no step counts such answers"],
    [
      "grader-errors",
      ["errors/graders/python/g/errors/train_other_error_mean"],
      "no step counts such answers",
    ],
    ["unresponsive-samples", ["mean_unresponsive_rewards"], "no step counts such answers"],
    [
      "train-valid-gap",
      ["train_mean_reward"],
      "no training reward is known since the evaluation before the last",
    ],
    ["token-collapse", ["reasoning_tokens_mean"], "the steps do not say how many tokens an answer takes"],
  ])("%s without %j", (code, missing, reason) => {
    const steps = runOf([0.2, 0.4, 0.6, 0.8], () => ({ [samples]: 200 }));
    expect(notJudged(steps)).toEqual({});
    const without = steps.map((step): StepMetrics =>
      Object.assign(
        { step: step.step },
        Object.fromEntries(Object.entries(step).filter(([name]) => !missing.includes(name))),
      ),
    );
    expect(notJudged(without)).toMatchObject({ [code]: reason });
  });

  test("errors that validation alone counts are judged at its last evaluation, however long ago", () => {
    const steps = runOf([0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8]).map(
      ({ full_valid_mean_parse_error: _none, ...step }): StepMetrics =>
        step.step === 4 ? { ...step, full_valid_mean_parse_error: 0.2 } : step,
    );
    expect(judge(steps).diagnosis).toMatchObject([
      {
        code: "parse-errors",
        message: "20% of the validation answers could not be parsed (full_valid_mean_parse_error, step 4)",
      },
    ]);
  });
});

test("a rise to the very top is healthy, though the best evaluation has no noise there", () => {
  const { diagnosis } = judge(runOf([0.2, 0.5, 0.8, 1], () => ({ [samples]: 200 })));
  expect(diagnosis.map(({ code }) => code)).toEqual(["healthy"]);
});
