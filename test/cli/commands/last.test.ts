import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { scriptFetch } from "#test/support/scripted-fetch.js";
import { run } from "#test/support/run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "k" };
const submitted =
  '{"at":"2026-11-25T01:02:03Z","kind":"submitted","fingerprint":"f","endpoint":"e","jobId":"ftjob-7"}\n';

/** A working folder with this ledger. */
function folder(ledger?: string): string {
  const path = mkdtempSync(join(tmpdir(), "rft-last-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  mkdirSync(join(path, ".rft"));
  if (ledger !== undefined) writeFileSync(join(path, ".rft/ledger.jsonl"), ledger);
  return path;
}

describe("last", () => {
  const commands = ["pause", "resume", "cancel", "show", "watch", "metrics"];
  test.each(commands)("%s last asks for the job submitted last from this folder", async (command) => {
    const { fetch, expectAllUsed } = scriptFetch([
      { request: "GET /openai/v1/fine_tuning/jobs/ftjob-7", status: 404 },
    ]);
    const { exitCode } = await run([command, "last"], { env, fetch, cwd: folder(submitted) });
    expectAllUsed();
    expect(exitCode).toBe(3);
  });

  test("without a submission here it says so, before anything is asked of the service", async () => {
    const { exitCode, stderr } = await run(["pause", "last"], { env, cwd: folder() });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: last: no job was submitted from this folder\n.*Give a job's id/);
  });

  test.each(["pause", "resume", "cancel", "show", "events", "checkpoints", "evals", "watch"])(
    "%s is not asked of the service where a file here has that name",
    async (command) => {
      const cwd = folder();
      writeFileSync(join(cwd, "results.csv"), "");
      const { exitCode, stderr } = await run([command, "results.csv"], { env, cwd });
      expect(exitCode).toBe(2);
      expect(stderr).toContain(
        "error: results.csv: a file or folder here, not a job\n  Give a job's id (ftjob-...) or last;",
      );
    },
  );

  test("a damaged ledger is told, and what can be read of it is used", async () => {
    const { fetch, sent } = scriptFetch([
      { request: "GET /openai/v1/fine_tuning/jobs/ftjob-7", body: { id: "ftjob-7", status: "paused" } },
    ]);
    const cwd = folder(`${submitted}{"at":\n`);
    const { exitCode, stderr } = await run(["pause", "last"], { env, fetch, cwd });
    expect(exitCode).toBe(0);
    expect(sent).toHaveLength(1);
    expect(stderr).toContain(".rft/ledger.jsonl:2: not JSON; this line is passed over\n");
  });
});
