import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { estimateJob } from "#job/estimate/estimate.js";
import { checkSpec } from "#job/spec/check-spec.js";
import { draftJob } from "#job/spec/draft-job.js";
import { draftSettings } from "#job/spec/draft-settings.js";
import type { JobSpec } from "#job/spec/spec.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { ruleSetNames } from "#rules/rule-set.js";
import { newestRules, selectRules } from "#rules/select-rules.js";

const rows = fc.record({
  training: fc.integer({ min: 1, max: 50_000 }),
  validation: fc.integer({ min: 1, max: 6000 }),
});

test.each(ruleSetNames)(
  "by rules %s settings of any rows are in range, a pass has no more steps than rows",
  (name) => {
    const rules = selectRules(name);
    fc.assert(
      fc.property(rows, (counts) => {
        const settings = draftSettings(counts, rules);
        for (const [key, value] of Object.entries(settings)) {
          const rule = rules.hyperparameters.value[key];
          const range = rule?.documented ?? rule?.allowed ?? { min: 0, max: Number.MAX_VALUE };
          const number = typeof value === "number" ? value : 1;
          expect(number >= range.min && number <= range.max, `${key}: ${value}`).toBe(true);
        }
        expect(rules.reasoningEfforts.value).toContain(settings.reasoning_effort);
        expect(settings.batch_size).toBeLessThanOrEqual(Math.max(1, counts.training));
      }),
    );
  },
);

test.each([
  [
    { training: 100, validation: 50 },
    { batch_size: 5, eval_interval: 5, eval_samples: 2 },
  ],
  [
    { training: 10, validation: 10 },
    { batch_size: 2, eval_interval: 5, eval_samples: 5 },
  ],
  [
    { training: 1000, validation: 1000 },
    { batch_size: 16, eval_interval: 6, eval_samples: 1 },
  ],
  [
    { training: 50_000, validation: 200 },
    { batch_size: 112, eval_interval: 25, eval_samples: 1 },
  ],
])("%j: %j", (counts, settings) => {
  expect(draftSettings(counts, newestRules)).toMatchObject({
    n_epochs: 1,
    compute_multiplier: 1,
    ...settings,
  });
});

/** A drafted job as YAML reads it. */
function draftOf(counts: { training: number; validation: number }): JobSpec["file"] {
  const files = { training: "t.jsonl", validation: "v.jsonl", hasResponseFormat: false, suffix: "s" };
  return parse(draftJob({ ...files, rows: counts }, newestRules));
}

test("a draft of any rows is priced within a factor of ten, and nothing is said against its settings", () => {
  const grader = { type: "string_check", name: "g", operation: "eq", input: "a", reference: "b" };
  fc.assert(
    fc.property(rows, fc.boolean(), (counts, isJudged) => {
      const judges = isJudged ? [{ pointer: "", model: "gpt-4.1", promptTokens: 700, quotations: 1 }] : [];
      const spec: JobSpec = {
        training: { kind: "path", path: "t.jsonl", absolutePath: "/t.jsonl", role: "training" },
        validation: { kind: "path", path: "v.jsonl", absolutePath: "/v.jsonl", role: "validation" },
        grader: loadGrader(grader, newestRules),
        file: draftOf(counts),
      };
      expect(checkSpec(spec, newestRules)).toEqual([]);
      const load = { promptTokens: 300, judges };
      const facts = {
        training: { ...load, rows: counts.training },
        validation: { ...load, rows: counts.validation },
      };
      const { hours, dollars } = estimateJob(spec, facts, newestRules);
      expect(hours.high / hours.low).toBeLessThanOrEqual(10);
      expect((dollars?.high ?? Number.NaN) / (dollars?.low ?? Number.NaN)).toBeLessThanOrEqual(10);
    }),
  );
});

test("the text names the model's and the training type's reasons, and every setting's effect on the price", () => {
  const counts = { training: 300, validation: 60 };
  const files = { training: "t.jsonl", validation: "v.jsonl", hasResponseFormat: true, suffix: "s" };
  const text = draftJob({ ...files, rows: counts }, newestRules);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(120);
  expect(text).toContain("$100 an hour as Standard");
  expect(text).toContain("10 to 30% cheaper than Standard");
  expect(text).toMatch(/batch_size: 9 +# rows a step: 34 steps a pass/);
  const settings = Object.keys(draftSettings(counts, newestRules));
  for (const name of settings) expect(text).toMatch(new RegExp(`^      ${name}: \\S+ +# `, "m"));
});
