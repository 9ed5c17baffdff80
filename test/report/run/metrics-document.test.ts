import fc from "fast-check";
import { expect, test } from "vitest";
import { compareRuns } from "#run/outcome/compare-runs.js";
import { type RunResult, createRunResult } from "#run/outcome/run-result.js";
import type { StepMetrics } from "#run/steps/results.js";
import { jsonDocument } from "#report/text/json-document.js";
import { metricsDocument } from "#report/run/metrics-document.js";

const written = (...document: Parameters<typeof metricsDocument>) =>
  [...metricsDocument(...document)].join("");

const metric = fc.oneof(
  fc.constantFrom("api-key", "headers", "steps", '\n      "steps": []', "train_mean_reward"),
  fc.string(),
);
const value = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant("https://x/?sig=geheim"));
const run = fc
  .array(
    fc.array(
      fc.tuple(
        metric.filter((name) => name !== "step" && name !== "__proto__"),
        value,
      ),
      { maxLength: 5 },
    ),
    { maxLength: 4 },
  )
  .map((rows): RunResult => {
    const steps = rows.map((cells, index): StepMetrics => ({
      step: index + 1,
      ...Object.fromEntries(cells),
    }));
    return createRunResult({ steps }, { source: '"steps": []' });
  });

test("whatever the steps, its pieces are the text of the whole document, secrets hidden", () => {
  fc.assert(
    fc.property(fc.array(run, { maxLength: 3 }), (runs) => {
      const comparison = runs.length > 1 ? { comparison: compareRuns(runs) } : {};
      const whole = jsonDocument("metrics", { runs, ...comparison });
      expect(written({ runs, ...comparison, conditions: [] })).toBe(whole);
      expect(whole).not.toContain("geheim");
    }),
  );
});

test("no piece is as long as a long document", () => {
  const steps = Array.from({ length: 20_000 }, (_, index) => ({ step: index, train_mean_reward: 0.5 }));
  const pieces = [
    ...metricsDocument({ runs: [createRunResult({ steps }, { source: "a" })], conditions: [] }),
  ];
  expect(JSON.parse(pieces.join("")).runs[0].steps).toEqual(steps);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
});
