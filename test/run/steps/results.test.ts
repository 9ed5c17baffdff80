import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import { readRun } from "#run/steps/run-metrics.js";
import { parseResults } from "#run/steps/results.js";

describe("parseResults", () => {
  const table: [name: string, text: string, steps: object[]][] = [
    ["an empty cell is an absent key", "step,a,b\n1,,2", [{ step: 1, b: 2 }]],
    [
      ".NET numbers",
      "step,a,b\n1,9.131431579589844E-05,-3E+2",
      [{ step: 1, a: 9.131431579589844e-5, b: -300 }],
    ],
    [
      "a timestamp stays text",
      "step,timestamp\n1,2026-04-17T15:43:14.2520000Z",
      [{ step: 1, timestamp: "2026-04-17T15:43:14.2520000Z" }],
    ],
    ["CRLF and a BOM", "\uFEFFstep,a\r\n1,2\r\n", [{ step: 1, a: 2 }]],
    [
      "a grader's name with commas and quotes",
      'step,"scores/graders/multi/exact, ""close""/valid_reward_mean"\n1,0.5',
      [{ step: 1, 'scores/graders/multi/exact, "close"/valid_reward_mean': 0.5 }],
    ],
    [
      "the names of the page of May 2025",
      "step,train_reward_mean,valid_reward_mean\n1,0.1,0.2",
      [{ step: 1, train_mean_reward: 0.1, full_valid_mean_reward: 0.2 }],
    ],
    [
      "steps out of order",
      "step,a\n2,b\n1,a",
      [
        { step: 1, a: "a" },
        { step: 2, a: "b" },
      ],
    ],
    ["a cut-off last line without a step", "step,a\n1,2\n,", [{ step: 1, a: 2 }]],
    [
      "a last line cut off in the middle, perhaps of a number",
      "step,a,b,c\n1,2,3,4\n2,4,0.7",
      [
        { step: 1, a: 2, b: 3, c: 4 },
        { step: 2, a: 4 },
      ],
    ],
    ["a header alone", "step,a\n", []],
    ["0 is a value", "step,a\n0,0", [{ step: 0, a: 0 }]],
  ];
  test.each(table)("%s", (_name, text, steps) => {
    expect(parseResults(text).steps).toEqual(steps);
    expect(parseResults(new TextEncoder().encode(text)).steps).toEqual(steps);
  });

  test.each(["", "a,b\n1,2", '{"step": 1}', "\u0000\u0001"])("%j is no result file", (text) => {
    expect(() => parseResults(text, "x.csv")).toThrow(/^x\.csv: not a result file/);
  });

  test("any bytes give steps or an RftError", () => {
    const cell = fc.oneof(fc.constantFrom("step", "1", "", '"', ",", "\n", "\r\n", "0.5", "E"), fc.string());
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 30 }), (cells) => {
        let outcome: unknown;
        try {
          outcome = parseResults(cells.join("")).steps;
        } catch (error) {
          outcome = error;
        }
        expect(Array.isArray(outcome) || outcome instanceof RftError).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

const real = "../shared/data/results/v5_py90_training_metrics.csv";

describe.skipIf(!existsSync(real))(`a real run (skipped where ${real} is absent)`, () => {
  const run = existsSync(real) ? readRun(parseResults(readFileSync(real)).steps) : { steps: [] };
  const at = (step: number) => run.steps.find((one) => one.step === step);

  test("30 steps, validation rewards where they stand in the file", () => {
    expect(run.steps).toHaveLength(30);
    const validation = Object.fromEntries(
      run.steps.flatMap((one) =>
        "full_valid_mean_reward" in one ? [[one.step, one["full_valid_mean_reward"]]] : [],
      ),
    );
    const rounded = Object.entries(validation).map(([step, value]) => [
      Number(step),
      Number(Number(value).toFixed(5)),
    ]);
    expect(rounded).toEqual([
      [1, 0.21832],
      [5, 0.64075],
      [10, 0.68551],
      [15, 0.72841],
      [20, 0.75473],
      [25, 0.79176],
      [30, 0.76099],
    ]);
  });

  test("the columns keep their names and numbers", () => {
    expect(at(1)?.["eval_duration"]).toBe(9.131431579589844e-5);
    expect(at(2)).not.toHaveProperty("full_valid_mean_reward");
    expect(Number(at(30)?.["train_mean_reward"]).toFixed(5)).toBe("0.90911");
  });

  test("step 25 is best, and step 20 is within the noise of 150 samples", () => {
    expect(run.best?.step).toBe(25);
    expect(run.recommended?.step).toBe(20);
    expect(run.recommended?.band).toBeCloseTo(0.0469, 4);
  });
});
