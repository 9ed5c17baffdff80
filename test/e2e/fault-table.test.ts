import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Job, ServiceFile } from "#service/api.js";
import { type Outcome as Run, run } from "#test/support/run-in-memory.js";
import { type List, TestEmulator } from "#test/support/test-emulator.js";
import {
  caseName,
  cases,
  type Column,
  exitCodeOf,
  key,
  plantedEnvironment,
  type Row,
  rows,
  type Rule,
  states,
} from "#test/support/fault-cases.js";
import { faultPage } from "#test/support/fault-page.js";
import { runBin } from "#test/support/run-bin.js";

let root = "";
/** Data dirs with a job in each state, made once and copied for each case; all jobs have the same id. */
let jobId = "";
/** A file that no job names. */
const spare = "spare.jsonl";

/** Real milliseconds that stand still but for what a preparation lets pass. */
async function prepare(state: (typeof states)[number]): Promise<string> {
  const emulator = new TestEmulator({
    dataDir: join(root, state),
    apiKey: "emulator",
    speed: 1,
    startTime: Math.floor(Date.now() / 1000),
  });
  await emulator.start();
  const { id } = await emulator.createJob();
  await emulator.upload("spare", spare);
  emulator.pass(state === "succeeded" ? 100_000 : 900);
  if (state === "paused") {
    await emulator.post(`/fine_tuning/jobs/${id}/pause`);
    emulator.pass(600);
  }
  const { status } = await emulator.job(id);
  if (status !== state) throw new Error(`the prepared job is ${status}, not ${state}`);
  await emulator.stop();
  return id;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "rft-faults-"));
  const ids = await Promise.all(states.map(prepare));
  if (new Set(ids).size !== 1) throw new Error("the prepared jobs differ");
  jobId = ids[0] ?? "";
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Outcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  jobs: Job[];
  files: ServiceFile[];
}

type Runner = (
  argv: string[],
  emulator: TestEmulator,
  cwd: string,
) => Promise<Omit<Outcome, "jobs" | "files">>;

const environmentFor = ({ url }: TestEmulator) => ({ ...plantedEnvironment, AZURE_OPENAI_ENDPOINT: url });

/** In this process, over real HTTP; only the waiting is not real. */
const inMemory: Runner = async (argv, emulator, cwd): Promise<Run> =>
  run([...argv, "--verbose"], {
    cwd,
    env: environmentFor(emulator),
    fetch: globalThis.fetch,
    now: () => new Date(),
    sleep: async (milliseconds) => emulator.pass(milliseconds / 1000),
  });
const built: Runner = async (argv, emulator, cwd) => runBin(argv, { cwd, env: environmentFor(emulator) });

async function play(row: Row, rule: Rule, runner = inMemory): Promise<Outcome> {
  const dataDir = await mkdtemp(join(root, "case-"));
  await cp(join(root, row.state), dataDir, { recursive: true });
  const emulator = new TestEmulator({
    dataDir,
    apiKey: key,
    speed: 1,
    faults: [{ request: row.strikes, ...rule }],
  });
  await emulator.start();
  try {
    const cwd = await mkdtemp(join(root, "cwd-"));
    await cp("fixtures/cli", cwd, { recursive: true });
    const result = await runner(row.words.replace("JOB", jobId).split(" "), emulator, cwd);
    // This header's fault comes before the rules'; it leaves the body alone.
    const headers = { "api-key": key, "x-rft-fault": "content-type" };
    const list = async <T>(path: string): Promise<T[]> => {
      const { text } = await emulator.send("GET", `/openai/v1${path}`, { headers });
      const page: List<T> = JSON.parse(text);
      return page.data;
    };
    return {
      ...result,
      jobs: await list<Job>("/fine_tuning/jobs"),
      files: await list<ServiceFile>("/files"),
    };
  } finally {
    await emulator.stop();
  }
}

/** Plays some at a time; the outcomes by name. */
async function playAll<T extends { name: string }>(
  all: readonly T[],
  outcome: (one: T) => Promise<Outcome>,
  atOnce: number,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const work = all.values();
  const worker = async () => {
    for (const one of work) outcomes.set(one.name, await outcome(one));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outcomes;
}

let outcomes = new Map<string, Outcome>();
beforeAll(async () => {
  outcomes = await playAll(cases, async ({ row, column }) => play(row, column.rule), 12);
}, 60_000);

/** The error as it is said, and on the next line what to do. */
function errorOf({ stdout, stderr }: Outcome): string | undefined {
  return /(?:^error: | {2}error {2,})(\S.*\n {2,}\S.*)/m
    .exec(stdout + stderr)?.[1]
    ?.replaceAll(/127\.0\.0\.1:\d+/g, "emulator");
}

/** What stands at the service after a command: nothing lost, nothing doubled. */
function expectOnce(row: Row, { effect }: Column, { exitCode, jobs, files }: Outcome): void {
  const submits = row.kind === "create" || row.kind === "upload";
  const isDone = exitCode === 0 || (row.kind === "create" && effect === true);
  expect(jobs.length).toBe(submits && isDone ? 2 : 1);
  expect(jobs.at(-1)?.status).toBe(row.kind === "change" && isDone ? row.after : row.state);
  const names = files.map(({ filename }) => filename);
  expect(new Set(names).size).toBe(names.length);
  expect(names.includes(spare)).toBe(!(row.kind === "delete" && isDone));
}

describe("every command meets every fault", () => {
  test.each(cases)("$name", ({ row, column, name }) => {
    const outcome = outcomes.get(name)!;
    const { exitCode, stdout, stderr } = outcome;
    expect(exitCode, stderr).toBe(exitCodeOf(row, column));
    expect(stdout + stderr).not.toContain("planted");
    expect(exitCode === 0 || errorOf(outcome) !== undefined, stdout + stderr).toBe(true);
    expectOnce(row, column, outcome);
  });

  const listing = rows.filter((row) => row.lists === true);
  test.each(listing)("entries twice change nothing of what is said: $name", (row) => {
    const said = (column: string) =>
      outcomes.get(caseName(row, column))?.stdout.replaceAll(/127\.0\.0\.1:\d+/g, "emulator");
    expect(said("half a body once")).not.toBe("");
    expect(said("entries twice")).toBe(said("half a body once"));
  });

  test("docs/faults.md says what came of it", async () => {
    await expect(await faultPage(outcomes)).toMatchFileSnapshot("../../docs/faults.md");
  });
});

describe("the built program says the same", () => {
  // A create request whose answer was lost is looked for through a real minute.
  const chosen = cases.filter(({ row, column }) => column.name === "HTML" && row.kind !== "create");
  let runs = new Map<string, Outcome>();
  beforeAll(async () => {
    runs = await playAll(chosen, async ({ row, column }) => play(row, column.rule, built), 4);
  }, 60_000);
  test.each(chosen)("$name", ({ name }) => {
    const [own, other] = [runs.get(name)!, outcomes.get(name)!];
    expect(own.exitCode).toBe(other.exitCode);
    expect(errorOf(own)).toBeDefined();
    expect(errorOf(own)).toBe(errorOf(other));
  });
});
