import { describe, expect, test } from "vitest";
import { checkJobRetirement } from "#job/retirement/job-retirement.js";
import { datesOfPage } from "#test/support/retirement-page.js";
import { newestRules } from "#rules/select-rules.js";
import type { Job } from "#service/api.js";

const grader = {
  type: "score_model",
  name: "j",
  model: "o3-mini",
  input: [{ role: "user", content: "{{sample.output_text}}" }],
};
const job = (change: Partial<Job> = {}): Job => ({
  id: "ftjob-1",
  status: "running",
  model: "o4-mini-2025-04-16",
  method: { type: "reinforcement", reinforcement: { grader } },
  ...change,
});

const check = (one: Job, today: string) =>
  checkJobRetirement(one, newestRules, { today: new Date(today), dates: datesOfPage });
const codes = (one: Job, today: string) =>
  check(one, today).findings.map(({ code, severity }) => `${code} ${severity}`);

describe("a job at the service", () => {
  test("its dates, those of its judges, and where they stand", () => {
    expect(check(job(), "2026-11-30").retirement).toEqual({
      model: "o4-mini-2025-04-16",
      base: "2026-10-16",
      training: { date: "2027-04-16", isEarliest: true, existingCustomersOnly: true },
      deployment: "2027-10-16",
      judges: [{ model: "o3-mini", base: "2026-10-01" }],
      source: "Microsoft Learn, 'Model retirement schedule'",
      date: "2026-09-02",
    });
  });

  test("going on, what it trains and what judges it counts", () => {
    expect(codes(job(), "2026-11-30")).toEqual(["model-retired warning", "grader-model-retiring warning"]);
    expect(codes(job({ status: "paused" }), "2026-11-30")).toHaveLength(2);
  });

  test.each([
    ["2026-11-30", []],
    ["2027-08-01", ["model-retired warning"]],
    ["2027-10-17", ["model-retired error"]],
  ])("ended, only how long its model is served: on %s", (today, expected) => {
    expect(codes(job({ status: "succeeded" }), today)).toEqual(expected);
  });

  test.each<[name: string, one: Job]>([
    ["a model without dates", job({ model: "qwen3.6-35b-a3b", method: { type: "reinforcement" } })],
    ["no model", { id: "ftjob-1", status: "running" }],
    [
      "a grader that cannot be read",
      job({ model: "m", method: { reinforcement: { grader: { type: "new" } } } }),
    ],
  ])("%s has no finding", (_name, one) => {
    expect(check(one, "2030-01-01")).toEqual({ findings: [] });
  });
});
