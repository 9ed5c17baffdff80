import { describe, expect, test } from "vitest";
import type { Illness } from "#emulator/simulate/illness.js";
import type { StepMetrics } from "#run/steps/results.js";
import { replayRules } from "#run/stop-rules/replay.js";
import { advisedRules, parseStopRules, stopRules } from "#run/stop-rules/stop-rules.js";
import { pricesOf } from "#run/spend/spend.js";
import { spendSoFar } from "#job/watch/spend-so-far.js";
import { newestRules } from "#rules/select-rules.js";
import { simulateRun } from "#test/support/simulate-run.js";

const seeds = [1, 2];
const range = { min: 0, max: 1 };
const prices = pricesOf({ model: newestRules.defaultModel.value }, newestRules);
const spendAt = (steps: readonly StepMetrics[]) => spendSoFar(steps, prices);

/** The step at which each rule fires on a simulated run. */
function firings(illness: Illness, seed: number, steps: number, rules = advisedRules()) {
  const run = { source: illness, steps: simulateRun({ illness, seed, steps }), range };
  const { rules: replayed } = replayRules(rules, run, spendAt);
  return Object.fromEntries(replayed.map(({ rule, fired }) => [rule, fired?.step]));
}

/** Each rule, which is there for the illness of its name, and the steps between which it must fire, whatever the seed. */
const ill: [rule: string, illness: Illness, from: number, to: number][] = [
  ["parse-errors:0.2", "parse-errors", 3, 40],
  ["grader-errors:0.05", "grader-errors", 3, 3],
  ["unresponsive:0.2", "unresponsive-samples", 3, 3],
  // The collapse sets in after step 50, the rows are forgotten after step 34.
  ["collapse:0.5", "reward-collapse", 70, 100],
  ["gap:0.1", "train-valid-gap", 40, 95],
  ["flat:10", "reward-flat", 45, 55],
  ["plateau:5", "plateau", 40, 70],
  ["saturated:0.98", "reward-saturated", 5, 10],
  ["token-growth:3", "token-growth", 50, 75],
];

describe("each rule fires on a run that is ill in its way", { timeout: 30_000 }, () => {
  test.each(ill)("%s on %s, between steps %i and %i", (rule, illness, from, to) => {
    const steps = seeds.map((seed) => firings(illness, seed, 100)[rule] ?? Number.NaN);
    expect(steps.filter((step) => !(step >= from && step <= to))).toEqual([]);
  });

  test("no advised rule is left out, and each is of its illness's name", () => {
    const limits = new Set(["step", "hours", "budget"]);
    const sick = stopRules.filter(({ name }) => !limits.has(name));
    expect(
      advisedRules()
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(ill.map(([rule]) => rule).toSorted());
    expect(sick.map(({ name }) => name).toSorted()).toEqual(ill.map(([, illness]) => illness).toSorted());
  });

  const limits: [rule: string, from: number, to: number][] = [
    ["step:20", 20, 20],
    ["hours:2", 28, 35],
    ["budget:250", 36, 44],
  ];
  test.each(limits)("%s on a healthy run, between steps %i and %i", (rule, from, to) => {
    const step = firings("healthy", 1, 50, parseStopRules([rule]))[rule];
    expect(step).toBeGreaterThanOrEqual(from);
    expect(step).toBeLessThanOrEqual(to);
  });
});

test.each(seeds)(
  "every advised rule is silent on a healthy run of 11 evaluations (seed %i)",
  { timeout: 30_000 },
  (seed) => {
    const silent = Object.fromEntries(advisedRules().map(({ text }) => [text, undefined]));
    expect(firings("healthy", seed, 50)).toEqual(silent);
  },
);

test("there are as many rules as the documentation has", () => {
  expect(stopRules.map(({ name }) => name)).toHaveLength(12);
});
