import { describe, expect, test } from "vitest";
import { compareRuns } from "#run/outcome/compare-runs.js";
import type { JsonObject } from "#json/json-value.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type RunSettings, createRunResult } from "#run/outcome/run-result.js";
import { pricesOf, spendOf } from "#run/spend/spend.js";
import { newestRules } from "#rules/select-rules.js";

/** A run with a validation reward at some steps; every step takes an hour, or none is known. */
function runOf(rewards: Record<number, number>, settings?: RunSettings, seconds: number | undefined = 3600) {
  const last = Math.max(...Object.keys(rewards).map(Number));
  const steps = Array.from({ length: last }, (_, index): StepMetrics => {
    const reward = rewards[index + 1];
    return {
      step: index + 1,
      ...(seconds !== undefined && { total_duration: seconds }),
      ...(reward !== undefined && { full_valid_mean_reward: reward }),
    };
  });
  const spend = spendOf(steps, pricesOf({ model: "o4-mini-2025-04-16" }, newestRules));
  return createRunResult({ steps }, { source: `run to ${last}`, spend, ...(settings && { settings }) });
}

const grader = (name: string): JsonObject => ({ type: "string_check", name });

describe("runs side by side", () => {
  const fast = runOf({ 1: 0.2, 2: 0.65, 4: 0.7 });
  const slow = runOf({ 1: 0.2, 2: 0.3, 4: 0.5, 8: 0.8 }, undefined, 1800);

  test("by step: each evaluated step once, null where a run has no evaluation", () => {
    expect(compareRuns([fast, slow]).bySteps).toEqual([
      { step: 1, rewards: [0.2, 0.2] },
      { step: 2, rewards: [0.65, 0.3] },
      { step: 4, rewards: [0.7, 0.5] },
      { step: 8, rewards: [null, 0.8] },
    ]);
  });

  test("by hours: the last reward so far, nothing before the first evaluation", () => {
    const { byHours } = compareRuns([fast, slow]);
    expect(byHours).toHaveLength(8);
    expect(byHours[0]).toEqual({ hours: 0.5, rewards: [null, 0.2] });
    expect(byHours[3]).toEqual({ hours: 2, rewards: [0.65, 0.5] });
    expect(byHours[7]).toEqual({ hours: 4, rewards: [0.7, 0.8] });
  });

  test("by hours: a run that has ended has no later reward, and its best is not lost between the marks", () => {
    // Two hours, best after 1.2; the other takes eight.
    const short = runOf({ 1: 0.2, 3: 0.9, 5: 0.4 }, undefined, 1440);
    const long = runOf({ 1: 0.2, 8: 0.8 });
    expect(
      compareRuns([short, long]).byHours.map(({ hours, rewards }) => [Number(hours.toFixed(6)), ...rewards]),
    ).toEqual([
      [1, 0.2, 0.2],
      [1.2, 0.9, 0.2],
      [2, 0.4, 0.2],
      [3, null, 0.2],
      [4, null, 0.2],
      [5, null, 0.2],
      [6, null, 0.2],
      [7, null, 0.2],
      [8, null, 0.8],
    ]);
  });

  test("who came to a reward when, and at what cost", () => {
    const { reached } = compareRuns([fast, slow]);
    expect(reached.map(({ reward }) => reward)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
    expect(reached[3]?.runs).toEqual([
      { step: 2, hours: 2, dollars: 200 },
      { step: 8, hours: 4, dollars: 400 },
    ]);
    expect(reached[5]?.runs[0]).toBeNull();
    // By hours, not by steps: level at 0.4, 0.5 and 0.7; alone at 0.8.
    const nobody = undefined;
    expect(reached.map(({ first }) => first)).toEqual([1, nobody, nobody, 0, nobody, nobody]);
  });

  test("without known times there are steps, and no hours or dollars", () => {
    const untimed = [runOf({ 1: 0.2, 4: 0.6 }, undefined, Number.NaN), fast].map((run) => ({
      ...run,
      steps: run.steps.map(({ total_duration: _unknown, ...step }) => step),
    }));
    const { byHours, reached } = compareRuns(untimed);
    expect(byHours).toEqual([]);
    expect(reached[0]?.runs).toEqual([{ step: 4 }, { step: 2 }]);
  });

  test("settings that differ, hyperparameters among them; what is the same is left out", () => {
    const one = runOf({ 1: 0.1 }, { model: "m", seed: 1, hyperparameters: { batch_size: 4, n_epochs: 1 } });
    const two = runOf({ 1: 0.1 }, { model: "m", seed: 1, hyperparameters: { n_epochs: 1, batch_size: 8 } });
    expect(compareRuns([one, two]).differences).toEqual([{ setting: "batch_size", values: [4, 8] }]);
  });

  test("a run read from a file has no settings: it differs in none", () => {
    const settings = { model: "m", validationFile: "file-1", grader: grader("a") };
    const [file, job] = [fast, runOf({ 1: 0.1 }, settings)];
    const { differences, warnings } = compareRuns([file, job]);
    expect(differences).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/^the grader of a run read from a file is unknown/)]);
    // Two jobs beside it still differ.
    const other = runOf({ 1: 0.1 }, { ...settings, grader: grader("b"), seed: 7 });
    expect(compareRuns([job, file, other])).toMatchObject({
      sameGrader: false,
      differences: [
        { setting: "grader", values: [grader("a"), null, grader("b")] },
        { setting: "seed", values: [null, null, 7] },
      ],
    });
  });

  test("warn where the graders differ, or are unknown", () => {
    const [a, b] = ["a", "b"].map((name) => runOf({ 1: 0.1 }, { grader: grader(name) }));
    if (!a || !b) throw new Error("two runs were made");
    expect(compareRuns([a, b])).toMatchObject({
      sameGrader: false,
      warnings: [expect.stringMatching(/^the graders differ/)],
    });
    expect(compareRuns([a, a])).toMatchObject({ sameGrader: true, warnings: [] });
    const unknown = compareRuns([a, fast]);
    expect(unknown).not.toHaveProperty("sameGrader");
    expect(unknown.warnings).toEqual([expect.stringMatching(/unknown/)]);
  });

  test("nobody is first where the graders differ: their rewards are no common measure", () => {
    const firsts = (names: string[]) => {
      const settings = names.map((name) => ({ grader: grader(name) }));
      const runs = [runOf({ 1: 0.2, 2: 0.65 }, settings[0]), runOf({ 1: 0.2, 4: 0.65 }, settings[1])];
      return compareRuns(runs).reached.map(({ first }) => first);
    };
    expect(firsts(["a", "a"])).toContain(0);
    expect(new Set(firsts(["a", "b"]))).toEqual(new Set([undefined]));
  });

  test("runs without an evaluation compare to nothing", () => {
    const none = createRunResult({ steps: [{ step: 1, train_mean_reward: 0.5 }] }, { source: "none" });
    expect(compareRuns([none, none])).toMatchObject({ bySteps: [], byHours: [], reached: [] });
  });
});
