import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Finding } from "#finding.js";
import { run } from "#test/support/run-in-memory.js";

const now = () => new Date("2026-11-30T09:00:00Z");

const cwd = mkdtempSync(join(tmpdir(), "rft-retirement-"));
cpSync("fixtures/cli", cwd, { recursive: true });
const judge = readFileSync(join(cwd, "grader-judge.json"), "utf8");
writeFileSync(join(cwd, "old-judge.json"), judge.replace("gpt-4o-2024-08-06", "o3-mini"));
writeFileSync(join(cwd, "late-judge.json"), judge.replace("gpt-4o-2024-08-06", "gpt-4.1"));
const yaml = readFileSync(join(cwd, "job.yaml"), "utf8");
writeFileSync(join(cwd, "old-judge.yaml"), yaml.replace("grader.json", "old-judge.json"));
writeFileSync(join(cwd, "late-judge.yaml"), yaml.replace("grader.json", "late-judge.json"));
const asStandard = yaml.replace(/^trainingType.*\n/m, "");
writeFileSync(join(cwd, "qwen.yaml"), asStandard.replace(/^model: .*/m, "model: qwen3.6-35b-a3b"));

interface Document {
  ok?: boolean;
  created?: boolean;
  findings: Finding[];
}

async function codes(words: string, at = now) {
  const { stdout, exitCode } = await run([...words.split(" "), "--json"], { cwd, now: at });
  const { findings } = JSON.parse(stdout) as Document;
  const dated = findings.filter(({ code }) => /retir|deployable|training-type/.test(code));
  return { exitCode, found: dated.map(({ code, severity }) => `${code} ${severity}`), dated };
}

const model = "model-retired warning";

describe("the dates of retirement, today", () => {
  test.each<[words: string, found: string[], exitCode: number]>([
    ["validate-data --job job.yaml", [model], 0],
    ["validate-data --job job.yaml --strict", [model], 1],
    ["validate-data train.jsonl valid.jsonl --strict", [], 0],
    ["validate-data train.jsonl --grader old-judge.json --tokens off", [], 0],
    ["estimate job.yaml", [model], 0],
    ["submit job.yaml --dry-run", [model], 0],
    ["validate-data --job old-judge.yaml", [model, "grader-model-retiring warning"], 0],
    ["estimate old-judge.yaml", [model, "grader-model-retiring warning"], 0],
    ["check-grader old-judge.json", ["grader-model-retiring warning"], 0],
    ["check-grader grader.json", [], 0],
    ["estimate qwen.yaml", ["training-type-unsupported error", "not-deployable warning"], 1],
  ])("%s", async (words, found, exitCode) => {
    expect(await codes(words)).toMatchObject({ found, exitCode });
  });
});

describe("the dates of retirement, later", () => {
  const at = (day: string) => () => new Date(`${day}T09:00:00Z`);

  test("a judge whose day is past stops a job; check-grader warns", async () => {
    const late = at("2027-04-15");
    const found = [model, "grader-model-retiring error"];
    expect(await codes("submit late-judge.yaml --dry-run", late)).toMatchObject({ found, exitCode: 1 });
    expect(await codes("check-grader late-judge.json", late)).toMatchObject({
      found: ["grader-model-retiring warning"],
    });
  });

  test("a model whose day is past is not submitted, unless --force says so", async () => {
    const found = ["model-retired error"];
    expect(await codes("submit job.yaml --dry-run", at("2027-04-17"))).toMatchObject({ found, exitCode: 1 });
    expect(await codes("submit job.yaml --dry-run --force", at("2027-04-17"))).toMatchObject({
      found,
      exitCode: 0,
    });
  });

  test("findings stand in their own files", async () => {
    const { dated } = await codes("validate-data --job old-judge.yaml");
    expect(dated.map(({ file, line, pointer }) => ({ file, line, pointer }))).toEqual([
      { file: "old-judge.yaml", line: expect.any(Number) as number, pointer: "/model" },
      { file: "old-judge.json", line: 15, pointer: "/graders/tone/model" },
    ]);
  });
});
