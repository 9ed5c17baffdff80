import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type BinResult,
  type RunningEmulator,
  runBin,
  startEmulatorProcess,
  workingFolder,
} from "#test/support/run-bin.js";

let emulator: RunningEmulator;
const cwd = workingFolder();
const dataDir = mkdtempSync(join(tmpdir(), "rft-e2e-"));

beforeAll(async () => {
  // A step of some 215 simulated seconds takes about a third of a second: a command starts within six of them.
  emulator = await startEmulatorProcess(dataDir, 700);
});
afterAll(async () => {
  await emulator.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function rft(words: string): Promise<BinResult> {
  return runBin(words.split(" "), { cwd, env: emulator.env });
}

interface SubmitDocument {
  created: boolean;
  job: { id: string; status: string };
  files: { id: string }[];
}

let jobs = 0;

/** Submits a job that differs from all others by its suffix. */
async function submit(): Promise<SubmitDocument> {
  const { exitCode, stdout, stderr } = await rft(`submit job.yaml --yes --json --suffix s${jobs++}`);
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as SubmitDocument;
}

interface Update {
  type: string;
  status?: string;
  step?: number;
  by?: string;
  exitCode?: number;
  event?: { id: string; message: string };
}

function updatesOf({ stdout }: BinResult): Update[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Update);
}

describe("the built program against the emulator", () => {
  test("submit, watch, pause, resume, metrics: with the statuses and exit codes of the contract", async () => {
    const { created, job, files } = await submit();
    expect(created).toBe(true);
    expect(job.status).toBe("pending");
    expect(files).toHaveLength(2);

    // Paused from outside while it is watched: the watch ends with 5.
    let paused: Promise<BinResult> | undefined;
    const watched = await runBin(["watch", job.id, "--json", "--interval", "0.1"], {
      env: emulator.env,
      onOutput: (_child, stdout) => {
        if (stdout.includes('"type":"metrics"')) paused ??= rft(`pause ${job.id} --json`);
      },
    });
    expect(await paused).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('"status": "pausing"'),
    });
    expect(watched.exitCode).toBe(5);
    expect(updatesOf(watched).at(-1)).toMatchObject({
      type: "end",
      status: "paused",
      by: "unknown",
      exitCode: 5,
    });

    expect(await rft(`pause ${job.id}`)).toMatchObject({
      exitCode: 0,
      stdout: `${job.id} is already paused\n`,
    });
    expect(await rft(`resume ${job.id}`)).toMatchObject({ exitCode: 0, stdout: `${job.id} is resuming\n` });

    const finished = await rft(`watch ${job.id} --json --interval 0.1`);
    expect(finished.exitCode).toBe(0);
    const updates = updatesOf(finished);
    expect(updates.at(-1)).toMatchObject({ type: "end", status: "succeeded", exitCode: 0 });
    const ids = updates.flatMap(({ event }) => (event ? [event.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
    const messages = updates.flatMap(({ event }) => (event ? [event.message] : []));
    expect(messages.some((message) => message.startsWith("Training hours billed"))).toBe(true);
    expect(messages.indexOf("Job succeeded.")).toBeLessThan(messages.length - 1);
    // 12 rows in batches of 4, twice.
    expect(updates.flatMap(({ type, step }) => (type === "metrics" ? [step] : []))).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);

    const metrics = await rft(`metrics ${job.id} --json`);
    expect(metrics.exitCode).toBe(0);
    const [run] = (JSON.parse(metrics.stdout) as { runs: { steps: object[]; best: { step: number } }[] })
      .runs;
    expect(run?.steps).toHaveLength(6);
    expect([1, 5, 6]).toContain(run?.best.step);

    expect(await rft(`pause ${job.id}`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("is succeeded"),
    });
  }, 60_000);

  test("the dated path and the project's path are the same service", async () => {
    const { job } = await submit();
    const dated = await rft(`pause ${job.id} --api-version 2025-04-01-preview --verbose`);
    expect(dated.stderr).toContain(`GET /openai/fine_tuning/jobs/${job.id} 200`);
    const project = await rft(`pause ${job.id} --endpoint ${emulator.url}/api/projects/p --verbose`);
    expect(project.stderr).toContain(`GET /api/projects/p/openai/v1/fine_tuning/jobs/${job.id} 200`);
    expect(dated.stderr + project.stderr).not.toContain(emulator.env["AZURE_OPENAI_API_KEY"] ?? "");
  });

  test("a pending job cannot be paused: the answer is no", async () => {
    const slow = await startEmulatorProcess(join(dataDir, "slow"), 10);
    try {
      const env = slow.env;
      const submitted = await runBin(["submit", "job.yaml", "--yes", "--json"], { cwd, env });
      const { job } = JSON.parse(submitted.stdout) as SubmitDocument;
      const { exitCode, stdout } = await runBin(["pause", job.id, "--json"], { env });
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ command: "pause", error: { code: "refused" } });
    } finally {
      await slow.stop();
    }
  });

  test("Ctrl-C stops the watching, not the job", async () => {
    const { job } = await submit();
    let interrupted = false;
    const watched = await runBin(["watch", job.id, "--interval", "30"], {
      env: emulator.env,
      onOutput: (child) => {
        if (!interrupted) child.kill("SIGINT");
        interrupted = true;
      },
    });
    expect(watched).toMatchObject({ exitCode: 130, stderr: "stopped watching; the job itself goes on\n" });
    const { exitCode } = await rft(`watch ${job.id} --interval 0.1`);
    expect(exitCode).toBe(0);
  }, 60_000);

  test("what the check refuses never reaches the service", async () => {
    const { exitCode, stdout, stderr } = await rft("submit job-without-validation.yaml --yes --verbose");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("nothing was submitted");
    expect(stderr).not.toContain("POST");
  });

  test("one data dir has one emulator, and what cannot be one is said in a line", async () => {
    const second = await runBin(["emulator", "--data-dir", dataDir]);
    expect(second).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`at ${emulator.url} already`),
    });
    const file = await runBin(["emulator", "--data-dir", "job.yaml"]);
    expect(file).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("cannot be made a data dir") });
    const port = new URL(emulator.url).port;
    const taken = await runBin(["emulator", "--data-dir", join(dataDir, "other"), "--port", port]);
    expect(taken).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(`port ${port} of 127.0.0.1 is taken`),
    });
  });

  test("the emulator ends with 130 on Ctrl-C and keeps its jobs", async () => {
    const folder = join(dataDir, "kept");
    const first = await startEmulatorProcess(folder, 2000);
    const submitted = await runBin(["submit", "job.yaml", "--yes", "--json"], {
      cwd,
      env: first.env,
    });
    const { job } = JSON.parse(submitted.stdout) as SubmitDocument;
    expect(await first.stop()).toBe(130);
    const second = await startEmulatorProcess(folder, 2000);
    try {
      const { exitCode } = await runBin(["watch", job.id, "--interval", "0.1"], { env: second.env });
      expect(exitCode).toBe(0);
    } finally {
      await second.stop();
    }
  }, 60_000);
});
