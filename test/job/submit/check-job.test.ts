import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkJob } from "#job/submit/check-job.js";
import { readUsableJob } from "#job/spec/usable-job.js";
import { newestRules } from "#rules/select-rules.js";

/** A folder with a job whose training file has one prompt of so many tokens. */
function writeJob(model: string, tokens: number): string {
  const folder = mkdtempSync(join(tmpdir(), "rft-check-job-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const row = (content: string) =>
    `${JSON.stringify({ messages: [{ role: "user", content }], answer: "6" })}\n`;
  writeFileSync(join(folder, "train.jsonl"), row(" the".repeat(tokens)));
  writeFileSync(join(folder, "valid.jsonl"), row("How many legs has an ant?"));
  const grader = {
    type: "string_check",
    name: "g",
    operation: "eq",
    input: "{{sample.output_text}}",
    reference: "{{item.answer}}",
  };
  const method = { type: "reinforcement", reinforcement: { grader } };
  const job = { model, training_file: "train.jsonl", validation_file: "valid.jsonl", method };
  writeFileSync(join(folder, "job.json"), JSON.stringify(job));
  return folder;
}

test.each<[string, number, string[]]>([
  ["o4-mini-2025-04-16", 200_001, ["error"]],
  ["o4-mini-2025-04-16", 100_001, ["warning"]],
  ["o4-mini-2025-04-16", 100_000, []],
  // No context is published for it.
  ["gpt-5-2025-08-07", 200_001, []],
])("a job for %s with a prompt of %d tokens", async (model, tokens, severities) => {
  const job = await readUsableJob("job.json", writeJob(model, tokens), newestRules);
  const { findings } = await checkJob(job, newestRules, { today: new Date("2026-01-05") });
  const found = findings.filter(({ code }) => code === "prompt-too-long");
  expect(found.map(({ severity }) => severity)).toEqual(severities);
});
