import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JobEvent } from "#service/api.js";
import { parseResults } from "#run/steps/results.js";
import { pricesOf, spendAtEnd, spendOf } from "#run/spend/spend.js";
import { measureTraining } from "#run/spend/training-time.js";
import { findModel } from "#rules/find-model.js";
import { newestRules } from "#rules/select-rules.js";

const o4Mini = { model: "o4-mini", trainingType: "Standard" };
const prices = pricesOf(o4Mini, newestRules);

let ids = 0;
function event(created_at: number, message: string, data?: JobEvent["data"]): JobEvent {
  return { id: `e${++ids}`, created_at, level: "info", message, ...(data && { data, type: "metrics" }) };
}

describe("the time that was trained", () => {
  test.each<[name: string, steps: Parameters<typeof measureTraining>[0], seconds: number]>([
    ["total_duration goes before its parts", [{ step: 1, total_duration: 200, training_duration: 90 }], 200],
    ["the whole iteration of OpenAI's events", [{ step: 1, "timing/step/full_iteration": 731.5 }], 731.5],
    [
      "parts are added up",
      [{ step: 1, sampling_duration: 60, training_duration: 40, eval_duration: 5 }],
      105,
    ],
    [
      "steps are added up",
      [
        { step: 1, total_duration: 100 },
        { step: 2, total_duration: 150 },
      ],
      250,
    ],
  ])("%s", (_, steps, seconds) => {
    expect(measureTraining(steps)).toEqual({ seconds, steps: steps.length, basis: "measured" });
  });

  test("without durations the log's clock tells, and neither queue nor pause is trained time", () => {
    const events = [
      event(0, "Job enqueued. Waiting for jobs ahead to complete."),
      event(9000, "Job started."),
      event(9100, "Training started."),
      event(9300, "Step 1/3", { step: 1, train_mean_reward: 0.1 }),
      event(9500, "Step 2/3", { step: 2, train_mean_reward: 0.1 }),
      event(9600, "Job paused after step 2."),
      event(50_000, "Job resumed."),
      event(50_250, "Step 3/3", { step: 3, train_mean_reward: 0.1 }),
    ];
    const steps = [{ step: 1 }, { step: 2 }, { step: 3 }];
    expect(measureTraining(steps, { events })).toEqual({ seconds: 650, steps: 3, basis: "clocked" });
  });

  test("a gap that no line explains holds a pause: it counts as a usual step", () => {
    const at = [0, 100, 200, 300, 90_000];
    const events = at.map((time, index) =>
      index === 0 ? event(0, "Training started.") : event(time, `Step ${index}`, { step: index }),
    );
    const steps = [1, 2, 3, 4].map((step) => ({ step }));
    expect(measureTraining(steps, { events }).seconds).toBe(100 + 100 + 100 + 100);
  });

  test("hours that the service has billed replace the sum; the newest line counts", () => {
    const events = [event(1, "Training hours billed: 0.250"), event(2, "Training hours billed: 0.500")];
    expect(measureTraining([{ step: 1, total_duration: 7200 }], { events })).toEqual({
      seconds: 1800,
      steps: 1,
      basis: "billed",
    });
  });

  test("where nothing tells, nothing is made up", () => {
    expect(measureTraining([{ step: 1 }])).toEqual({ seconds: 0, steps: 0, basis: "unknown" });
  });

  test("the times of a result file serve where it has no durations", () => {
    const steps = [
      { step: 1, timestamp: "2026-04-17T15:43:14.2520000Z" },
      { step: 2, timestamp: "2026-04-17T15:45:14.2520000Z" },
    ];
    expect(measureTraining(steps)).toEqual({ seconds: 120, steps: 1, basis: "clocked" });
  });
});

describe("dollars", () => {
  // Microsoft Learn, cost management: 4 hours at $100, 5M tokens read and 4.9M written by o3-mini: $427.06.
  test("Microsoft's own example", () => {
    const steps = [
      {
        step: 1,
        total_duration: 4 * 3600,
        "model_graders_token_usage/o3-mini-2025-01-31/train_prompt_tokens": 4e6,
        "model_graders_token_usage/o3-mini-2025-01-31/eval_prompt_tokens": 1e6,
        "model_graders_token_usage/o3-mini-2025-01-31/train_completion_tokens": 4.9e6,
        "model_graders_token_usage/o3-mini-2025-01-31/train_cached_tokens": 3e6,
      },
    ];
    const spend = spendOf(steps, prices);
    expect(spend.training.dollars).toBe(400);
    expect(spend.graders).toEqual([
      { model: "o3-mini-2025-01-31", input: 5e6, output: 4.9e6, dollars: expect.closeTo(27.06, 6) },
    ]);
    expect(spend.dollars).toBeCloseTo(427.06, 6);
  });

  test("a judge without a price has tokens and no dollars, unless the job file names its price", () => {
    const steps = [
      { step: 1, total_duration: 3600, "model_graders_token_usage/own-judge/train_prompt_tokens": 2e6 },
    ];
    const unpriced = spendOf(steps, prices);
    expect(unpriced.graders).toEqual([{ model: "own-judge", input: 2e6, output: 0 }]);
    expect(unpriced.dollars).toBe(100);
    const own = pricesOf({ ...o4Mini, prices: { "own-judge": { input: 3, output: 1 } } }, newestRules);
    expect(spendOf(steps, own).dollars).toBe(106);
  });

  test("the job file's price goes before the rules'", () => {
    const own = pricesOf({ ...o4Mini, prices: { "gpt-4.1": { input: 9, output: 9 } } }, newestRules);
    expect(own.grader("gpt-4.1")).toEqual({ input: 9, output: 9 });
  });

  test.each<[model: string, trainingType: string | undefined, hour: number | undefined]>([
    ["o4-mini", undefined, 100],
    ["o4-mini-2025-04-16.ft-1234", "standard", 100],
    ["o4-mini-2025-04-16", "developerTier", 40],
    ["o4-mini-2025-04-16", "globalStandard", 80],
    ["o4-mini-2025-04-16", undefined, 100],
    ["o4-mini-2025-04-16", "DataZone", undefined],
    ["gpt-5-2025-08-07", "Standard", undefined],
  ])("an hour of %s, %s: %s", (model, trainingType, hour) => {
    expect(pricesOf({ model, trainingType }, newestRules).trainingHour).toBe(hour);
  });

  test("a model without a price has hours and no dollars, now and at the end", () => {
    const spend = spendOf([{ step: 1, total_duration: 3600 }], pricesOf({ model: "gpt-5" }, newestRules));
    expect(spend).toEqual({
      training: { seconds: 3600, steps: 1, basis: "measured", hours: 1 },
      graders: [],
    });
    expect(spendAtEnd(spend, 10)).toBeUndefined();
  });

  test("at the end it will be as it was so far, step by step", () => {
    const spend = spendOf(
      [
        { step: 1, total_duration: 3600 },
        { step: 2, total_duration: 3600 },
      ],
      prices,
    );
    expect(spendAtEnd(spend, 90)).toBe(9000);
    expect(spendAtEnd(spend, 1)).toBe(200);
  });
});

describe("the rules", () => {
  test("every model with a price is a model of the rules, and every price says where it is from", () => {
    for (const model of Object.keys(newestRules.trainingHour.value))
      expect(findModel(newestRules, model)?.name).toBe(model);
    for (const { models, source, date } of newestRules.graderPrices) {
      for (const model of models) expect(newestRules.graderModels.value).toContain(model);
      expect(source).not.toBe("");
      expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });
});

const file = "../shared/data/results/v5_py90_training_metrics.csv";
const skipped = existsSync(file) ? "" : " (skipped: ../shared/data is not there)";
test.skipIf(skipped !== "")(`a real run of 30 steps: 1.89 hours, $189${skipped}`, () => {
  const { steps } = parseResults(readFileSync(file));
  const spend = spendOf(steps, prices);
  expect(spend.training).toMatchObject({ steps: 30, basis: "measured" });
  expect(spend.training.hours).toBeCloseTo(1.8933, 3);
  expect(spend.dollars).toBeCloseTo(189.33, 1);
});
