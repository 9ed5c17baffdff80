import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

const open = fs.openSync;

/** Counts how often a file of that name is opened, by whatever path. */
function countOpenings(): (name: string) => number {
  const opened: string[] = [];
  fs.openSync = (path, ...rest) => {
    opened.push(basename(String(path)));
    return open(path, ...rest);
  };
  syncBuiltinESMExports();
  onTestFinished(() => {
    fs.openSync = open;
    syncBuiltinESMExports();
  });
  return (name) => opened.filter((one) => one === name).length;
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
  input: [{ role: "user", content: "Is {{sample.output_text}} the answer {{item.answer}}? From 0 to 1." }],
  range: [0, 1],
};

/** A folder with a job of 40 rows; the last one lacks the answer where it can never earn. */
function writeJob(grader: object, last: object = { answer: "39" }): string {
  const folder = fs.mkdtempSync(join(tmpdir(), "rft-read-once-"));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  const row = (at: number, more: object) =>
    JSON.stringify({ messages: [{ role: "user", content: `What comes before ${at + 1}?` }], ...more });
  const rows = Array.from({ length: 39 }, (_, at) => row(at, { answer: `${at}` }));
  fs.writeFileSync(join(folder, "train.jsonl"), [...rows, row(39, last)].join("\n"));
  const later = Array.from({ length: 12 }, (_, at) => row(100 + at, { answer: `${100 + at}` }));
  fs.writeFileSync(join(folder, "valid.jsonl"), later.join("\n"));
  const job = {
    model: "o4-mini-2025-04-16",
    training_file: "train.jsonl",
    validation_file: "valid.jsonl",
    method: { type: "reinforcement", reinforcement: { grader } },
  };
  fs.writeFileSync(join(folder, "job.json"), JSON.stringify(job));
  return folder;
}

test.each([
  ["compares", compared],
  ["asks a judge", judge],
])("an estimate and a plan of a job whose grader %s read each file once", async (_, grader) => {
  const cwd = writeJob(grader);
  const openings = countOpenings();
  const { stdout: estimated } = await run(["estimate", "job.json", "--json"], { cwd });
  expect([openings("train.jsonl"), openings("valid.jsonl")]).toEqual([1, 1]);
  const { stdout } = await run(["submit", "job.json", "--dry-run", "--json"], { cwd });
  expect([openings("train.jsonl"), openings("valid.jsonl")]).toEqual([2, 2]);
  expect(JSON.parse(stdout).plan.dollars).toEqual(JSON.parse(estimated).dollars);
});

test.each([
  ["no token was counted", compared, "off"],
  ["all is known from the check", compared, "auto"],
  ["a judge's prompts are to be measured", judge, "auto"],
])("what rows that never earn cost takes no second reading: %s", async (_, grader, tokens) => {
  const cwd = writeJob(grader, {});
  const { stdout: estimated } = await run(["estimate", "job.json", "--json"], { cwd });
  const { likely } = JSON.parse(estimated).dollars;
  const openings = countOpenings();
  const { stdout } = await run(["validate-data", "--job", "job.json", "--json", "--tokens", tokens], { cwd });
  expect(JSON.parse(stdout).waste).toMatchObject({ rows: 1, of: 40, likely: Math.round(likely) });
  expect([openings("train.jsonl"), openings("valid.jsonl")]).toEqual([1, 1]);
});

test("what answers of one score cost takes no second reading", async () => {
  const cwd = writeJob(compared);
  const line = (at: number) =>
    JSON.stringify({ item: { answer: `${at % 5}` }, sample: { output_text: "none" } });
  fs.writeFileSync(join(cwd, "samples.jsonl"), Array.from({ length: 20 }, (_, at) => line(at)).join("\n"));
  const { stdout: estimated } = await run(["estimate", "job.json", "--json"], { cwd });
  const openings = countOpenings();
  const words = ["check-grader", "--job", "job.json", "--samples", "samples.jsonl", "--json"];
  const { stdout } = await run(words, { cwd });
  expect(JSON.parse(stdout).waste).toMatchObject({
    rows: 5,
    of: 5,
    likely: Math.round(JSON.parse(estimated).dollars.likely),
  });
  expect([openings("train.jsonl"), openings("valid.jsonl")]).toEqual([1, 1]);
});

test("rows that never earn are reported though the job's validation file cannot be read", async () => {
  const cwd = writeJob(compared, {});
  fs.rmSync(join(cwd, "valid.jsonl"));
  const { stdout, exitCode } = await run(["validate-data", "--job", "job.json", "--json"], { cwd });
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).not.toHaveProperty("error");
});
