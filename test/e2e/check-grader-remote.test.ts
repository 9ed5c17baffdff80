import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunningEmulator, runBin, startEmulatorProcess } from "./run-bin.js";

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
