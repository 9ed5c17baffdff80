import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { estimateJob } from "#job/estimate/estimate.js";
import { readEstimateFacts } from "#job/estimate/estimate-facts.js";
import { priceOfJob } from "#job/estimate/price-of-job.js";
import { jobFromFlags, loadJob } from "#job/spec/read-spec.js";
import { checkJob } from "#job/submit/check-job.js";
import { planJob } from "#job/submit/plan.js";
import type { RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";

/** The newest rules, with a count of who asks which types a grader may have: each parse does, once. */
function countParses(): { rules: RuleSet; parses: () => number } {
  let asked = 0;
  const rules = {
    ...newestRules,
    get graderTypes() {
      asked++;
      return newestRules.graderTypes;
    },
  };
  return { rules, parses: () => asked };
}

const compared = {
  type: "string_check",
  name: "g",
  operation: "eq",
  input: "{{sample.output_text}}",
  reference: "{{item.answer}}",
};
const judge = {
  type: "score_model",
  name: "judge",
  model: "gpt-4.1",
  input: [{ role: "user", content: "Is {{sample.output_text}} the answer {{item.answer}}?" }],
};
const multi = {
  type: "multi",
  name: "m",
  graders: { compared, judge },
  calculate_output: "compared * judge",
};

/** A folder with a job, two data files and the grader in a file of its own. */
function writeJob(grader: object, written: object | string): string {
  const folder = mkdtempSync(join(tmpdir(), "rft-parse-once-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const row = (answer: number) =>
    JSON.stringify({ messages: [{ role: "user", content: `Before ${answer + 1}?` }], answer: `${answer}` });
  const rows = (from: number) => Array.from({ length: 12 }, (_, at) => row(from + at)).join("\n");
  writeFileSync(join(folder, "train.jsonl"), rows(0));
  writeFileSync(join(folder, "valid.jsonl"), rows(100));
  writeFileSync(join(folder, "grader.json"), JSON.stringify(grader));
  const job = {
    model: "o4-mini-2025-04-16",
    training_file: "train.jsonl",
    validation_file: "valid.jsonl",
    method: { type: "reinforcement", reinforcement: { grader: written } },
  };
  writeFileSync(join(folder, "job.json"), JSON.stringify(job));
  return folder;
}

const flags = { training: "train.jsonl", validation: "valid.jsonl", grader: "grader.json" };

test.each([
  ["written in the job file", compared, compared, false],
  ["in a file of its own", judge, "grader.json", false],
  ["named by a flag", multi, "grader.json", true],
  ["with an error", { ...judge, range: [1, 0] }, "grader.json", false],
])("a grader %s is parsed once, for all that a plan and an estimate ask of it", async (...given) => {
  const [, grader, written, byFlags] = given;
  const cwd = writeJob(grader, written);
  const { rules, parses } = countParses();
  const job = await (byFlags ? jobFromFlags(flags, cwd, rules) : loadJob("job.json", cwd, {}, rules));
  const { spec } = job;
  if (!spec) throw new Error("the job cannot be read");
  const atTheEdge = parses();
  const { facts } = await checkJob({ ...job, spec }, rules, { today: new Date("2026-01-05") });
  await priceOfJob(spec, { rules, facts, signal: undefined });
  planJob(spec, facts, rules);
  estimateJob(spec, await readEstimateFacts(spec), rules);
  expect([atTheEdge, parses()]).toEqual([1, 1]);
});
