import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

/** The examples' folder without some of its files. */
function folderWithout(...missing: string[]): string {
  const cwd = mkdtempSync(join(tmpdir(), "rft-missing-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  cpSync("fixtures/cli", cwd, { recursive: true });
  for (const name of missing) rmSync(join(cwd, name));
  return cwd;
}

async function runJson(words: string, cwd: string) {
  const { exitCode, stdout } = await run([...words.split(" "), "--json"], { cwd });
  return { exitCode, result: JSON.parse(stdout) };
}

describe("a job whose files are not all here", () => {
  test("validate-data --job: a missing validation file is a finding beside those of the others", async () => {
    const { exitCode, result } = await runJson("validate-data --job job.yaml", folderWithout("valid.jsonl"));
    expect(exitCode).toBe(1);
    expect(result.findings).toContainEqual(
      expect.objectContaining({ code: "unreadable-file", severity: "error", file: "valid.jsonl" }),
    );
    expect(result.files.map(({ path }: { path: string }) => path)).toEqual(["train.jsonl", "valid.jsonl"]);
  });

  test("check-grader --job: what equal scores cost is left out where the rows are not here", async () => {
    const words = "check-grader --job job.yaml --data valid.jsonl --samples samples.jsonl";
    const whole = await runJson(words, folderWithout());
    expect(whole).toMatchObject({ exitCode: 0, result: { waste: { rows: 2, of: 12 } } });
    const { exitCode, result } = await runJson(words, folderWithout("train.jsonl"));
    expect({ exitCode, waste: result.waste }).toEqual({ exitCode: 0, waste: undefined });
    expect(result.samples.n).toBe(48);
  });
});
