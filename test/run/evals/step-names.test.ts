import { expect, test } from "vitest";
import { isRunOfStep, resultStep } from "#run/evals/step-names.js";

test.each([
  ["the first evaluation is step 1 of the results", 0, [0, 5, 10], 1],
  ["unless another run is named so", 0, [0, 1, 2], 0],
  ["any other keeps its number", 5, [0, 5], 5],
  ["a run without a step in its name changes nothing", 0, [undefined, 0], 1],
])("%s", (_name, named, all, step) => {
  expect(resultStep(named, all)).toBe(step);
});

test("a step is found by the results' number and by the service's", () => {
  const all = [0, 5];
  expect([0, 1, 5].map((step) => all.filter((named) => isRunOfStep(named, step, all)))).toEqual([
    [0],
    [0],
    [5],
  ]);
  expect(isRunOfStep(undefined, 1, all)).toBe(false);
});
