import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningEmulator, runBin, startEmulatorProcess } from "#test/support/run-bin.js";

let emulator: RunningEmulator;
const folder = mkdtempSync(join(tmpdir(), "rft-remote-"));

beforeAll(async () => {
  emulator = await startEmulatorProcess(join(folder, "data"), 300);
});
afterAll(async () => {
  await emulator.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function check(grader: object, ...words: string[]) {
  const path = join(folder, "grader.json");
  writeFileSync(path, JSON.stringify(grader));
  const { exitCode, stdout, stderr } = await runBin(
    ["check-grader", path, "--data", "train.jsonl", "--remote", "--json", ...words],
    { env: emulator.env },
  );
  return { exitCode, stderr, result: JSON.parse(stdout) };
}

const codes = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);
const exact = {
  type: "string_check",
  name: "day",
  operation: "ilike",
  input: "{{sample.output_text}}",
  reference: "{{item.weekday}}",
};

test("check-grader takes samples of a deployment, and does not ask twice", async () => {
  const path = join(folder, "sampled.json");
  const weekday = "{{sample.output_json.weekday}}";
  writeFileSync(path, JSON.stringify({ ...exact, input: weekday }));
  const schema = {
    type: "object",
    properties: { weekday: { enum: ["Monday", "Tuesday", "Wednesday"] } },
  };
  const format = join(folder, "format.json");
  writeFileSync(format, JSON.stringify({ type: "json_schema", name: "day", schema }));
  const data = resolve("fixtures/cli/train.jsonl");
  const take = async (...words: string[]) => {
    const argv = ["check-grader", path, "--data", data, "--response-format", format, "--json", ...words];
    const { stdout, stderr } = await runBin(argv, { env: emulator.env, cwd: folder });
    return { ...JSON.parse(stdout), stderr };
  };
  const first = await take("--model", "o4-mini", "-k", "3", "-n", "6");
  expect(first.sampling).toMatchObject({
    rows: 6,
    answers: 18,
    kept: 0,
    failed: 0,
    models: [{ model: "o4-mini (simulated)", answers: 18 }],
  });
  expect(first.samples).toMatchObject({ n: 18, prompts: 6 });
  expect(first.samples.mixed).toBeGreaterThan(0);
  expect(first.stderr).toContain(`Asking o4-mini 18 questions about 6 rows (kept in ${first.sampling.file})`);
  const again = await take("--model", "o4-mini", "-k", "3", "-n", "6");
  expect(again.sampling).toMatchObject({ answers: 0, kept: 18, models: [] });
  // And offline, by another grader: the file is one of samples.
  const offline = await take("--samples", first.sampling.file);
  expect(offline.samples).toEqual(first.samples);
});

test("init has a draft simulated, says so, and checks it", async () => {
  const data = resolve("fixtures/cli/train.jsonl");
  const argv = [
    "init",
    "--data",
    data,
    "--describe",
    "Find the due date",
    "--model",
    "gpt-4.1",
    "-o",
    "drafted",
  ];
  const { exitCode, stdout } = await runBin(argv, { env: emulator.env, cwd: folder });
  expect(stdout).toContain("by gpt-4.1 (simulated): 1 answer");
  expect(stdout).toContain("draft is usable");
  expect(exitCode).toBe(0);
});

describe("check-grader asks the service too", () => {
  test("and says nothing where it scores alike", async () => {
    const { exitCode, result } = await check(exact, "--no-attacks");
    expect(codes(result)).toEqual([]);
    expect(exitCode).toBe(0);
  });

  test("and has a judge scored there, told how to score among others", async () => {
    const judge = {
      type: "score_model",
      name: "judge",
      model: "gpt-4.1",
      input: [{ role: "user", content: "Examples: ... Score {{sample.output_text}} against {{item.date}}" }],
    };
    const { result, stderr } = await check(judge, "--gold", "{{item.date}}");
    expect(stderr).toBe("");
    expect(result.static).toEqual(["score_model"]);
    expect(result.gold.n).toBe(5);
    expect(result.attacks.map(({ name }: { name: string }) => name)).toEqual(["empty", "judge-instruction"]);
  });
});
