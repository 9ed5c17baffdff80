import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import { checkCondition, parseFailCondition } from "#run/outcome/fail-condition.js";
import type { StepMetrics } from "#run/steps/results.js";
import { createRunResult } from "#run/outcome/run-result.js";

const samples = "timing/graders/python/g/timing/valid_execution_latency_count";
const rewards: readonly (readonly [step: number, train: number, valid?: number])[] = [
  [1, 0.1, 0.2],
  [2, 0.5],
  [3, 0.6, 0.75],
  [4, 0.7, 0.8],
  [5, 0.9, 0.7],
  [6, 0.95],
];
const steps = rewards.map(([step, train, valid]): StepMetrics => ({
  step,
  train_mean_reward: train,
  "scores/a@b/x": step,
  ...(valid !== undefined && { full_valid_mean_reward: valid, [samples]: 100 }),
}));
const run = createRunResult({ steps }, { source: "run" });
const outcome = (text: string) => checkCondition(parseFailCondition(text), run);

describe("a condition", () => {
  test.each([
    ["full_valid_mean_reward<0.6", false, 4, 0.8],
    ["full_valid_mean_reward < 0.9", true, 4, 0.8],
    ["full_valid_mean_reward@best<=0.8", true, 4, 0.8],
    ["full_valid_mean_reward @last == 0.7", true, 5, 0.7],
    ["full_valid_mean_reward@recommended!=0.75", false, 3, 0.75],
    ["train_mean_reward@last>=9.5E-01", true, 6, 0.95],
    ["train_mean_reward>.8", false, 4, 0.7],
    ["gap@last>0.1", true, 5, 0.2],
    ["gap>-1", true, 4, -0.1],
    ["scores/a@b/x>3", true, 4, 4],
    ["scores/a@b/x@last>6", false, 6, 6],
  ])("%s", (text, fails, step, value) => {
    expect(outcome(text)).toMatchObject({ condition: text, source: "run", fails, step });
    expect(outcome(text).value).toBeCloseTo(value, 12);
  });

  test("of a diagnosis holds where it was made", () => {
    expect(outcome("best-step-not-last")).toMatchObject({ fails: true, step: 5 });
    expect(outcome(" reward-collapse ")).toMatchObject({ fails: false });
  });

  test("fails where its value is not there: what was to be checked was not", () => {
    const early = createRunResult({ steps: [{ step: 1, train_mean_reward: 0.1 }] }, { source: "early" });
    for (const text of ["full_valid_mean_reward<0.6", "train_mean_reward@recommended>2"]) {
      expect(checkCondition(parseFailCondition(text), early)).toMatchObject({
        fails: true,
        reason: expect.stringContaining("no value") as string,
      });
    }
  });

  test("of a diagnosis fails where it could not be made: the reason is said", () => {
    const blind = createRunResult(
      { steps: steps.map(({ [samples]: _count, ...step }) => ({ ...step })) },
      { source: "blind" },
    );
    for (const text of ["reward-collapse", "best-step-not-last", "healthy"]) {
      expect(checkCondition(parseFailCondition(text), blind)).toEqual({
        condition: text,
        source: "blind",
        fails: true,
        reason: "not judged: the number of graded samples is unknown",
      });
    }
    // Judged without the noise, and not so.
    expect(checkCondition(parseFailCondition("reward-saturated"), blind)).toMatchObject({ fails: false });
    // Nothing in these steps counts errors.
    expect(outcome("parse-errors")).toMatchObject({
      fails: true,
      reason: "not judged: no step counts such answers",
    });
  });

  test.each([
    ["", "Write a metric"],
    ["full_valid_mean_reward=0.6", "one of < <="],
    ["full_valid_mean_reward<high", "and a number"],
    ["reward-colapse", 'Did you mean "reward-collapse"?'],
    ["collapse", 'Did you mean "reward-collapse"?'],
    ["satured", 'Did you mean "reward-saturated"?'],
    ["gap", "Write a metric"],
    ["gap@lst>0", 'Did you mean "last"?'],
    ["gap@tomorrow>0", "best, last, recommended"],
  ])("%j cannot be read", (text, hint) => {
    const read = () => parseFailCondition(text);
    expect(read).toThrow(RftError);
    expect(read).toThrow(
      expect.objectContaining({ code: "usage", hint: expect.stringContaining(hint) as string }) as Error,
    );
  });

  test("of an unknown metric names the nearest", () => {
    const check = () => outcome("train_mean_rewrad<1");
    expect(check).toThrow(
      expect.objectContaining({ code: "usage", hint: 'Did you mean "train_mean_reward"?' }) as Error,
    );
  });
});
