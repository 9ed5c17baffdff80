import { describe, expect, test } from "vitest";
import { checkEstimate, parseEstimateCondition } from "#job/estimate/estimate-condition.js";
import type { Estimate } from "#job/estimate/estimate.js";

const spread = { low: 1, likely: 20, high: 300 };

const estimate: Estimate = {
  model: "o4-mini",
  rows: { training: 12, validation: 10 },
  steps: spread,
  rollouts: spread,
  evaluations: spread,
  evaluationSamples: spread,
  tokens: { input: spread, output: { low: 4, likely: 5, high: 6e9 } },
  hours: spread,
  queueHours: { low: 0.1, likely: 3.4, high: 7.7 },
  trainingHour: { low: 70, likely: 80, high: 90 },
  trainingDollars: spread,
  graders: [],
  dollars: spread,
  unpriced: [],
  pause: { status: "not-published" },
  hosting: { kind: "hourly", hour: 1.7, source: "", date: "" },
  hostingHour: 1.7,
  assumptions: [],
};

const check = (text: string, one: Estimate = estimate) => checkEstimate(parseEstimateCondition(text), one);

describe("--fail-if of estimate", () => {
  test.each([
    ["dollars.high>299", true, 300],
    ["dollars.high>300", false, 300],
    ["dollars.high >= 300", true, 300],
    ["dollars.likely<20.5", true, 20],
    ["hours.low<=0.5", false, 1],
    ["steps.likely!=20", false, 20],
    ["tokens.input.high==300", true, 300],
    ["tokens.output.high>5e9", true, 6e9],
    ["queueHours.high>7", true, 7.7],
    ["trainingHour.low<70", false, 70],
    ["rows.training<100", true, 12],
    ["hostingHour>1", true, 1.7],
  ])("%s", (text, fails, value) => {
    expect(check(text)).toEqual({ condition: text, fails, value });
  });

  test.each([
    ["dollars.hihg>500", 'Did you mean "dollars.high"?'],
    ["Hours.Low>1", 'Did you mean "hours.low"?'],
    ["dollars>500", "dollars.low, dollars.likely, dollars.high"],
    ["tokens.output>5", "tokens.output.high"],
    ["cost>500", "dollars.high"],
    ["toString.low>1", "dollars.high"],
    ["dollars.constructor>1", "dollars.high"],
    ["dollars.high", "'dollars.high>500'"],
    ["dollars.high>$500", "'dollars.high>500'"],
    ["dollars.high>", "'dollars.high>500'"],
  ])("%s is refused with a way out", (text, hint) => {
    expect(() => parseEstimateCondition(text)).toThrow(
      expect.objectContaining({ code: "usage", hint: expect.stringContaining(hint) }),
    );
  });

  const { dollars: _, trainingDollars: __, trainingHour: ___, hostingHour: ____, ...unpublished } = estimate;

  test.each(["dollars.high>500", "dollars.high<500", "trainingDollars.low>1", "trainingHour.likely>1"])(
    "%s without a published price fails: it was not judged",
    (text) => {
      const outcome = check(text, { ...unpublished, model: "gpt-5" });
      expect(outcome).toEqual({
        condition: text,
        fails: true,
        reason: expect.stringMatching(/^was not judged: no price .* gpt-5 as Standard /),
      });
    },
  );

  test("so does the price of serving a model that has none, and a sum without one of its judges", () => {
    expect(check("hostingHour>5", unpublished)).toMatchObject({
      fails: true,
      reason: expect.stringContaining("serving o4-mini"),
    });
    const partial = { ...estimate, unpriced: ["my-judge"] };
    expect(check("dollars.high>5000", partial)).toMatchObject({
      fails: true,
      reason: expect.stringContaining("my-judge"),
    });
    expect(check("trainingDollars.high>5000", partial)).toMatchObject({ fails: false });
  });
});
