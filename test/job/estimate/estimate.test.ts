import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { calibrateByRun } from "#job/estimate/calibrate.js";
import { countEvaluations } from "#job/estimate/estimate-basis.js";
import type { EstimateFacts } from "#job/estimate/estimate-facts.js";
import { estimateJob } from "#job/estimate/estimate.js";
import { wasteOf } from "#job/estimate/waste.js";
import { parseResults } from "#run/steps/results.js";
import type { Hyperparameters, JobFile, JobSpec } from "#job/spec/spec.js";
import { certain } from "#job/estimate/spread.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { newestRules } from "#rules/select-rules.js";

const set = { n_epochs: 1, batch_size: 10, eval_interval: 5, eval_samples: 2 };

function spec(hyperparameters: Hyperparameters = set, file: Partial<JobFile> = {}): JobSpec {
  const grader = { type: "string_check" };
  return {
    training: { kind: "path", path: "t.jsonl", absolutePath: "/t.jsonl", role: "training" },
    grader: loadGrader(grader, newestRules),
    file: {
      model: "o4-mini-2025-04-16",
      training_file: "t.jsonl",
      method: { type: "reinforcement", reinforcement: { grader, hyperparameters } },
      ...file,
    },
  };
}

function facts(training: number, validation?: number): EstimateFacts {
  const load = { promptTokens: 100, judges: [] };
  return {
    training: { ...load, rows: training },
    ...(validation !== undefined && { validation: { ...load, rows: validation } }),
  };
}

/** A judge that reads 500 tokens and one answer. */
function judged(model: string, training: number, validation: number): EstimateFacts {
  const judges = [{ pointer: "", model, promptTokens: 500, quotations: 1 }];
  return {
    training: { rows: training, promptTokens: 100, judges },
    validation: { rows: validation, promptTokens: 100, judges },
  };
}

describe("by hand", () => {
  test.each([
    [30, 5, 7], // 1, 5, 10, 15, 20, 25, 30: the public result file
    [7, 5, 3], // 1, 5, 7
    [1, 5, 1],
    [4, 1, 4],
    [3, 10, 2],
  ])("%s steps, every %s: %s evaluations", (steps, interval, evaluations) => {
    expect(countEvaluations(steps, interval)).toBe(evaluations);
  });

  test("counted without walking every step", () => {
    const walked = (steps: number, interval: number) =>
      Array.from({ length: steps }, (_, index) => index + 1).filter(
        (step) => step === 1 || step === steps || step % interval === 0,
      ).length;
    for (let steps = 0; steps <= 60; steps++)
      for (let interval = 1; interval <= 60; interval++)
        expect(countEvaluations(steps, interval)).toBe(walked(steps, interval));
    expect(countEvaluations(1e15, 5)).toBe(2e14 + 1);
  });

  test.each([
    { n_epochs: 0 },
    { batch_size: 0 },
    { batch_size: -4 },
    { eval_interval: 0 },
    { eval_samples: 0 },
    { compute_multiplier: 0 },
    { n_epochs: 1e12 },
    { compute_multiplier: 1e12 },
  ])("%j gives an estimate all the same: finite, in order", (wrong) => {
    const { hours, dollars } = estimateJob(spec({ ...set, ...wrong }), facts(100, 20), newestRules);
    for (const { low, likely, high } of [hours, dollars ?? hours]) {
      expect(0 < low && low <= likely && likely <= high).toBe(true);
      expect(Number.isFinite(high)).toBe(true);
    }
  });

  test("100 rows in tens, once: 10 steps, 3 evaluations of 20 x 2 answers", () => {
    const estimate = estimateJob(spec(), facts(100, 20), newestRules);
    expect(estimate.steps).toEqual(certain(10));
    expect(estimate.evaluations).toEqual(certain(3));
    expect(estimate.evaluationSamples).toEqual(certain(120));
    expect(estimate.rollouts).toEqual({ low: 4250, likely: 4950, high: 5150 });
    // 10 x 100, 200, 600 s and 120 x 0.5, 0.7, 2 s.
    expect(estimate.hours.low * 3600).toBeCloseTo(1000 + 60, 6);
    expect(estimate.hours.likely * 3600).toBeCloseTo(2000 + 84, 6);
    expect(estimate.hours.high * 3600).toBeCloseTo(6000 + 240, 6);
    expect(estimate.dollars?.likely).toBeCloseTo((2084 / 3600) * 100, 6);
    expect(estimate.tokens.input.likely).toBe(4950 * 100 + 120 * 100);
    expect(estimate.tokens.output.likely).toBe((4950 + 120) * 580);
    expect(estimate.pause).toEqual({
      status: "pauses",
      dollars: 5000,
      date: "2026-03-19",
      step: { low: null, likely: null, high: null },
    });
    // The queue is said and in no sum.
    expect(estimate.queueHours).toEqual(newestRules.queueHours.value);
  });

  test("the last batch of an epoch may be short", () => {
    expect(estimateJob(spec({ ...set, n_epochs: 3 }), facts(101), newestRules).steps).toEqual(certain(33));
  });

  test("without a validation file nothing is evaluated", () => {
    const estimate = estimateJob(spec(), facts(100), newestRules);
    expect(estimate.evaluationSamples).toEqual(certain(0));
    expect(estimate.hours.likely * 3600).toBeCloseTo(2000, 6);
  });

  test("a compute multiplier doubles or halves time and answers", () => {
    const estimate = estimateJob(spec({ ...set, compute_multiplier: 2 }), facts(100), newestRules);
    expect(estimate.hours.low * 3600).toBeCloseTo(2000, 6);
    expect(estimate.hours.likely * 3600).toBeCloseTo(4000, 6);
    expect(estimate.rollouts.likely).toBe(9900);
    const half = estimateJob(spec({ ...set, compute_multiplier: 0.5 }), facts(100), newestRules);
    expect(half.hours.high * 3600).toBeCloseTo(3000, 6);
  });

  test("what is left to the service widens the range, and is said", () => {
    const estimate = estimateJob(spec({}), facts(1000, 20), newestRules);
    // Batches of 24, 16, 10; 1 to 3 epochs; an evaluation every 10, 5, 3 steps; 1, 2, 5 answers.
    expect(estimate.steps).toEqual({ low: 42, likely: 63, high: 300 });
    expect(estimate.evaluations).toEqual({ low: 6, likely: 14, high: 101 });
    expect(estimate.evaluationSamples).toEqual({ low: 120, likely: 560, high: 10_100 });
    const texts = estimate.assumptions.map(({ text }) => text).join("\n");
    for (const name of ["n_epochs", "batch_size", "eval_interval", "eval_samples"])
      expect(texts).toContain(`${name} auto: `);
  });

  test.each([1, 2, 12])("a file of %s rows has no more steps than rows", (rows) => {
    const { low, likely, high } = estimateJob(spec({ n_epochs: 1 }), facts(rows), newestRules).steps;
    expect(1 <= low && low <= likely && likely <= high && high <= rows).toBe(true);
  });

  test("a judge's tokens: 5,070 judgements of 500 + 152 tokens, answered in 100", () => {
    const estimate = estimateJob(spec(), judged("gpt-4.1", 100, 20), newestRules);
    const [grader] = estimate.graders;
    expect(grader?.calls.likely).toBe(5070);
    expect(grader?.input.likely).toBe(5070 * 652);
    expect(grader?.output.likely).toBe(5070 * 100);
    // $2.20 and $8.80 a million.
    const dollars = (5070 * 652 * 2.2 + 5070 * 100 * 8.8) / 1e6;
    expect(grader?.dollars?.likely).toBeCloseTo(dollars, 6);
    expect(estimate.dollars?.likely).toBeCloseTo((2084 / 3600) * 100 + dollars, 6);
    // With a judge the longest step known is OpenAI's.
    expect(estimate.hours.high * 3600).toBeCloseTo(7310 + 240, 6);
    expect(estimate.unpriced).toEqual([]);
  });

  test("a reasoning judge writes about what it reads; its grader may limit that", () => {
    const [free] = estimateJob(spec(), judged("o3-mini", 100, 20), newestRules).graders;
    expect(free?.output.likely).toBe(Math.round(5070 * 652 * 0.98));
    const limited = judged("o3-mini", 100, 20);
    for (const load of limited.training.judges) load.outputLimit = 200;
    const [bounded] = estimateJob(spec(), limited, newestRules).graders;
    expect(bounded?.output).toEqual({
      low: expect.any(Number),
      likely: 5070 * 200,
      high: expect.any(Number),
    });
  });

  test("a judge without a price gives tokens without dollars, unless the job file has its price", () => {
    const unpriced = estimateJob(spec(), judged("my-judge", 100, 20), newestRules);
    expect(unpriced.graders[0]?.input.likely).toBe(5070 * 652);
    expect(unpriced.graders[0]).not.toHaveProperty("dollars");
    expect(unpriced.unpriced).toEqual(["my-judge"]);
    expect(unpriced.dollars).toEqual(unpriced.trainingDollars);
    const prices = { "my-judge": { input: 1, output: 0 } };
    const priced = estimateJob(spec(set, { prices }), judged("my-judge", 100, 20), newestRules);
    expect(priced.graders[0]?.dollars?.likely).toBeCloseTo((5070 * 652) / 1e6, 6);
    expect(priced.unpriced).toEqual([]);
  });

  test("a model without a price has hours without dollars, and says so", () => {
    const estimate = estimateJob(spec(set, { model: "gpt-5" }), facts(100), newestRules);
    expect(estimate.hours.likely).toBeGreaterThan(0);
    expect(estimate).not.toHaveProperty("dollars");
    expect(estimate.pause).toEqual({ status: "never-pauses" });
    expect(estimate.assumptions.map(({ text }) => text).join("\n")).toContain("no price of an hour");
  });

  test.each([
    [undefined, 100, 100, 100],
    ["standard", 100, 100, 100],
    ["GlobalStandard", 70, 80, 90],
    ["globalstandard", 70, 80, 90],
    ["developerTier", 35, 40, 45],
    ["DEVELOPERTIER", 35, 40, 45],
    ["Developer", 35, 40, 45],
  ])("an hour as %s costs $%s, likely $%s, at most $%s, end by end", (trainingType, low, likely, high) => {
    const file = trainingType === undefined ? {} : { trainingType };
    const { hours, ...estimate } = estimateJob(spec(set, file), facts(100, 20), newestRules);
    expect(estimate.trainingHour?.low).toBeCloseTo(low, 9);
    expect(estimate.dollars?.low).toBeCloseTo(hours.low * low, 6);
    expect(estimate.dollars?.likely).toBeCloseTo(hours.likely * likely, 6);
    expect(estimate.dollars?.high).toBeCloseTo(hours.high * high, 6);
  });

  test.each(["DataZoneStandard", "Batch"])(
    "%s has no published price: hours without dollars",
    (trainingType) => {
      const estimate = estimateJob(spec(set, { trainingType }), facts(100), newestRules);
      expect(estimate).not.toHaveProperty("dollars");
      expect(estimate).not.toHaveProperty("trainingHour");
      expect(estimate.assumptions.map(({ text }) => text).join("\n")).toContain(
        `o4-mini-2025-04-16 as ${trainingType}`,
      );
    },
  );

  test.each([
    ["o4-mini", "hourly"],
    ["gpt-5", "hourly"],
    ["Qwen3.6-35B-A3B", "managed-compute"],
    ["qwen3.8-27b", "managed-compute"],
    ["gpt-oss-120b", "managed-compute"],
  ])("%s is served %s", (model, kind) => {
    const estimate = estimateJob(spec(set, { model }), facts(100), newestRules);
    expect(estimate.hosting.kind).toBe(kind);
    expect(estimate.hostingHour).toBe(kind === "hourly" ? 1.7 : undefined);
  });

  test.each([
    ["o4-mini-2025-04-16.ft-0123-x", { status: "pauses", dollars: 5000, date: "2026-03-19" }],
    ["gpt-5", { status: "never-pauses" }],
    ["MAI-Code-1.1-Flash", { status: "not-published" }],
    ["some-other-model", { status: "not-published" }],
  ])("the pause of %s is no promise that nobody made", (model, pause) => {
    expect(estimateJob(spec(set, { model }), facts(100), newestRules).pause).toMatchObject(pause);
    expect("dollars" in pause).toBe(
      "dollars" in estimateJob(spec(set, { model }), facts(100), newestRules).pause,
    );
  });

  test("of another model than the public runs trained it is said that they say little of it", () => {
    const words = "no public run of";
    const textOf = (model: string, calibration?: Parameters<typeof estimateJob>[3]) =>
      estimateJob(spec(set, { model }), facts(100), newestRules, calibration)
        .assumptions.map(({ text }) => text)
        .join("\n");
    expect(textOf("gpt-5")).toContain(words);
    expect(textOf("a-new-model")).toContain(words);
    expect(textOf("o4-mini")).not.toContain(words);
    expect(textOf("o4-mini-2025-04-16.ft-0123-x")).not.toContain(words);
    expect(textOf("gpt-5", { stepSeconds: { spread: certain(60), source: "given" } })).not.toContain(words);
  });

  test("what judges use is billed later, which is said where there are judges", () => {
    const words = "billed separately, at data zone rates, once training is complete";
    const textOf = ({ assumptions }: ReturnType<typeof estimateJob>) =>
      assumptions.map(({ text }) => text).join("\n");
    expect(textOf(estimateJob(spec(), judged("gpt-4.1", 100, 20), newestRules))).toContain(words);
    expect(textOf(estimateJob(spec(), facts(100, 20), newestRules))).not.toContain(words);
  });
});

describe("the service's own pause", () => {
  // 90 steps at $1 a second of step: 3,600 s is $100, so a step of 2,952 s is $82; the 61st brings it past $5,000.
  test("falls on the step that reaches $5,000", () => {
    const job = spec({ ...set, batch_size: 1 });
    const calibration = { stepSeconds: { spread: certain(2952), source: "given" } };
    const estimate = estimateJob(job, facts(90), newestRules, calibration);
    expect(estimate.steps.likely).toBe(90);
    expect(estimate.dollars?.likely).toBeCloseTo(7380, 6);
    expect(estimate.pause.step?.likely).toBe(61);
  });
});

describe("calibration", () => {
  test("by a run: its mean between quartiles; evaluations apart", () => {
    const steps = [100, 200, 300, 400].map((seconds, index) => ({
      step: index + 1,
      total_duration: seconds + (index === 3 ? 50 : 0),
      eval_duration: index === 3 ? 50 : 0.0001,
      completion_tokens_mean: 500,
      reasoning_tokens_mean: 400,
      "timing/graders/python/g/timing/train_execution_latency_count": 64,
      ...(index === 3 && { "timing/graders/python/g/timing/valid_execution_latency_count": 100 }),
    }));
    const calibration = calibrateByRun(steps, "past.csv");
    expect(calibration.stepSeconds?.spread).toEqual({
      low: expect.closeTo(200, 3),
      likely: expect.closeTo(250, 3),
      high: expect.closeTo(300, 3),
    });
    expect(calibration.sampleSeconds?.spread).toEqual(certain(0.5));
    expect(calibration.rolloutsPerStep?.spread).toEqual(certain(64));
    expect(calibration.answerTokens?.spread).toEqual(certain(100));
    const { assumptions } = estimateJob(spec(), facts(100, 20), newestRules, calibration);
    expect(assumptions.filter(({ source }) => source === "past.csv")).toHaveLength(4);
  });

  test("a run that tells nothing of something leaves it to the rules", () => {
    const calibration = calibrateByRun([{ step: 1, total_duration: 60 }], "past.csv");
    expect(Object.keys(calibration)).toEqual(["stepSeconds"]);
    expect(estimateJob(spec(), facts(100), newestRules, calibration).rollouts.likely).toBe(4950);
  });
});

test("rows that can never earn cost their share", () => {
  const estimate = estimateJob(spec(), facts(400), newestRules);
  const likely = estimate.dollars?.likely ?? 0;
  expect(wasteOf({ rows: 31, of: 400 }, estimate.dollars)).toEqual({
    rows: 31,
    of: 400,
    dollars: Math.round((likely * 31) / 400),
    likely: Math.round(likely),
  });
  expect(wasteOf({ rows: 0, of: 400 }, estimate.dollars)).toBeUndefined();
  const unpriced = estimateJob(spec(set, { model: "gpt-5" }), facts(400), newestRules);
  expect(wasteOf({ rows: 31, of: 400 }, unpriced.dollars)).toBeUndefined();
});

const file = "../shared/data/results/v5_py90_training_metrics.csv";
const skipped = existsSync(file) ? "" : " (skipped: ../shared/data is not there)";
describe.skipIf(skipped !== "")(
  `a real run of 30 steps, 7 evaluations of 150 samples, 1.89 h${skipped}`,
  () => {
    const job = spec({ n_epochs: 1, batch_size: 1, eval_interval: 5, eval_samples: 1 });

    test("calibrated on itself, comes out within two per cent", () => {
      const calibration = calibrateByRun(parseResults(readFileSync(file)).steps, file);
      const { hours } = estimateJob(job, facts(30, 150), newestRules, calibration);
      expect(Math.abs(hours.likely / 1.8933 - 1)).toBeLessThan(0.02);
    });
  },
);
