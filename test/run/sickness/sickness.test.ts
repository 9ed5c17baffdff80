import { describe, expect, test } from "vitest";
import { illnessOf, illnesses } from "#emulator/simulate/illness.js";
import { diagnosisCodes } from "#run/diagnosis/diagnosis.js";
import { sicknesses, sicknessOf, spellingsOf } from "#run/sickness/sickness.js";
import { parseStopRule, parseStopRules, stopRules } from "#run/stop-rules/stop-rules.js";

/** Every spelling there has been: each works for ever. A rule's text as it is printed and kept in ledgers, where one has it. */
const spelled: [spelling: string, code: string, text?: string][] = [
  ["stalled", "stalled"],
  ["grader-errors", "grader-errors", "grader-errors:0.05"],
  ["parse-errors", "parse-errors", "parse-errors:0.2"],
  ["unresponsive-samples", "unresponsive-samples", "unresponsive:0.2"],
  ["unresponsive", "unresponsive-samples", "unresponsive:0.2"],
  ["reward-collapse", "reward-collapse", "collapse:0.5"],
  ["collapse", "reward-collapse", "collapse:0.5"],
  ["train-valid-gap", "train-valid-gap", "gap:0.1"],
  ["gap", "train-valid-gap", "gap:0.1"],
  ["overfit", "train-valid-gap", "gap:0.1"],
  ["token-collapse", "token-collapse"],
  ["hack", "token-collapse"],
  ["reward-flat", "reward-flat", "flat:10"],
  ["flat", "reward-flat", "flat:10"],
  ["token-growth", "token-growth", "token-growth:3"],
  ["validation-noisy", "validation-noisy"],
  ["noisy", "validation-noisy"],
  ["reward-saturated", "reward-saturated", "saturated:0.98"],
  ["saturated", "reward-saturated", "saturated:0.98"],
  ["plateau", "plateau", "plateau:5"],
  ["best-step-not-last", "best-step-not-last"],
];

function resultOf(act: () => string): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe.each(spelled)("the spelling %s", (spelling, code, text) => {
  test(`is of ${code} alone`, () => {
    expect(sicknessOf(spelling)).toBe(code);
    expect(sicknesses.filter((names) => names.some((name) => name === spelling))).toHaveLength(1);
  });

  test("names the stop rule, where there is one", () => {
    const example = stopRules.find(({ name }) => name === code)?.example;
    const read = () => parseStopRule(`${spelling}:${example ?? 1}`).text;
    const refusal = expect.objectContaining({ message: `no stop rule "${spelling}"` }) as unknown;
    expect(resultOf(read)).toEqual(text ?? refusal);
  });

  test("orders the illness of that code, where it can be simulated", () => {
    const illness = illnesses.find((one) => one === code);
    expect(illnessOf({ simulated_illness: spelling })).toBe(illness);
    expect(illness === undefined).toBe(code === "best-step-not-last");
  });
});

test("the table has these spellings and no others", () => {
  expect(sicknesses.flat().toSorted()).toEqual(spelled.map(([spelling]) => spelling).toSorted());
});

test("what a run may be told of is each sickness, and health", () => {
  expect(diagnosisCodes).toEqual([...sicknesses.map(([code]) => code), "healthy"]);
});

test("a rule given by two spellings is one rule", () => {
  const rules = parseStopRules([
    "reward-flat:10",
    "flat:10",
    "overfit:0.1",
    "gap:.1",
    "train-valid-gap:0.10",
  ]);
  expect(rules.map(({ text }) => text)).toEqual(["flat:10", "gap:0.1"]);
});

test("a limit is no sickness's spelling: budget is budget", () => {
  expect(spellingsOf("budget")).toEqual(["budget"]);
  expect(sicknessOf("budget")).toBeUndefined();
});
