import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metricCells } from "#emulator/api/metric-cells.js";
import { formatNumber, writeResults } from "#emulator/api/results-csv.js";
import type { GraderFigures, SideFigures, StepRecord } from "#emulator/state/state.js";
import { parseResults } from "#run/steps/results.js";

const figures = (type: string, name: string): GraderFigures => ({
  type,
  name,
  rewardMean: 0.25,
  count: 8,
  sampleParseErrors: 1,
  invalidVariableErrors: 2,
  otherErrors: 4,
  latencyMean: 0.5,
});

const side = (...graders: GraderFigures[]): SideFigures => ({
  meanReward: 0.125,
  reasoningTokensMean: 200.5,
  samples: 9,
  completionTokensMean: 220.5,
  unresponsiveMean: 0,
  graders,
});

const step = (number: number, ...graders: GraderFigures[]): StepRecord => ({
  step: number,
  finishedAt: 1_700_000_000.9061,
  train: side(...graders),
  ...(number === 1 && { valid: side(...graders) }),
  durations: { sampling: 60, training: 58.5, evaluation: number === 1 ? 65 : 8.5e-5 },
});

test.each([
  [0, "0"],
  [1, "1"],
  [-0.5, "-0.5"],
  [9.131431579589844e-5, "9.131431579589844E-05"],
  [0.0001, "0.0001"],
  [0.00010418891906738281, "0.00010418891906738281"],
  [-1.5e-10, "-1.5E-10"],
  [1e-7, "1E-07"],
  [123456789012345, "123456789012345"],
  [1e15, "1E+15"],
  [1.5e300, "1.5E+300"],
])("%d is written %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("a number that was written reads back the same", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(formatNumber(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

describe("a result file", () => {
  const text = writeResults({ steps: [step(1, figures("multi", "all")), step(2, figures("multi", "all"))] });
  const rows = text.split("\n");

  test("has LF, no newline at the end, and the time with seven digits", () => {
    expect(rows).toHaveLength(3);
    expect(text).not.toMatch(/\r|\n$/);
    expect(rows.map((row) => row.split(",").at(-1))).toEqual([
      "timestamp",
      "2023-11-14T22:13:20.9060000Z",
      "2023-11-14T22:13:20.9060000Z",
    ]);
  });

  test("leaves validation cells empty where nothing was evaluated", () => {
    const { steps } = parseResults(text);
    const of = (index: number) =>
      Object.keys(steps[index] ?? {}).filter((name) => /(?<!in)valid_/.test(name));
    expect(of(0)).toHaveLength(12);
    expect(of(1)).toEqual([]);
    expect(steps[0]).toMatchObject({
      full_valid_mean_reward: 0.125,
      "errors/graders/multi/all/errors/valid_sample_parse_error_mean": 0.125,
      "errors/graders/multi/all/errors/train_other_error_mean": 0.5,
      "errors/graders/multi/all/errors/train_other_error_count": 8,
      "usage/samples/train_reasoning_tokens_count": 9,
      total_duration: 183.5,
    });
    expect(steps[1]).toMatchObject({ eval_duration: 8.5e-5 });
  });

  test("has a block for each grader, whatever its name", () => {
    const names = ["all", 'a, "b"', "x/y"];
    const odd = writeResults({ steps: [step(1, ...names.map((name) => figures("multi", name)))] });
    const columns = Object.keys(parseResults(odd).steps[0] ?? {});
    expect(columns).toHaveLength(14 + 3 * 18 + 1);
    expect(columns).toContain('scores/graders/multi/a, "b"/train_reward_mean');
  });

  test("is empty before the first step", () => {
    expect(writeResults({ steps: [] })).toBe("");
  });
});

const real = "../shared/data/results/v5_py90_training_metrics.csv";

describe.skipIf(!existsSync(real))(
  "against a real result file (skipped where ../shared/data is absent)",
  () => {
    test("the header is the same but for the columns of tools", () => {
      const [header = ""] = readFileSync(real, "utf8").split("\n");
      const columns = header.split(",").filter((name) => !/^(train|valid)_.*get_order$/.test(name));
      const ours = metricCells(step(1, figures("python", "grader-e0045157892e"))).map(({ path }) =>
        path.join("/"),
      );
      expect([...ours, "timestamp"]).toEqual(columns);
    });

    test("every number in it is written as it stands", () => {
      const cells = readFileSync(real, "utf8")
        .split("\n")
        .slice(1)
        .flatMap((row) => row.split(","));
      const numbers = cells.filter((cell) => cell !== "" && !cell.endsWith("Z"));
      expect(numbers.length).toBeGreaterThan(700);
      expect(numbers.map((cell) => formatNumber(Number(cell)))).toEqual(numbers);
    });
  },
);
