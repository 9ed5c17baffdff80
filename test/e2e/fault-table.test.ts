import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FaultRule } from "../../src/emulator/fault-rule.js";
import { startEmulator } from "../../src/emulator/start-emulator.js";
import type { Job } from "../../src/job/api.js";
import { type List, TestEmulator } from "../emulator/test-emulator.js";
import { type BinResult, runBin } from "./run-bin.js";

// Secrets wherever one can stand: nothing of them may come out again.
const key = "planted-key-0123456789abcdef";
const token = "eyJplanted0.planted1.planted2";
const secrets = `Bearer ${token} https://x.blob.core.windows.net/f?sig=planted-sas&se=1 api-key ${key}`;

let root = "";
/** Data dirs with a job in each state, made once and copied for each case; all jobs have the same id. */
const states = ["running", "paused", "succeeded"] as const;
let jobId = "";

/** Real milliseconds that stand still but for what a preparation lets pass. */
async function prepare(state: (typeof states)[number]): Promise<string> {
  const emulator = new TestEmulator({
    dataDir: join(root, state),
    apiKey: "emulator",
    speed: 1,
    startTime: 1_700_000_000,
  });
  await emulator.start();
  const { id } = await emulator.createJob();
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

/** A command that talks to the service: a new one joins by a line. */
interface Row {
  words: string;
  state: (typeof states)[number];
  /** The request that is struck. */
  strikes: string;
  /** What the request does there: nothing, a change of state, a new job. */
  kind: "read" | "change" | "create";
  /** What is true on the service after it has had its effect once. */
  after?: string;
  /** True where the struck request is one for a list. */
  lists?: true;
}

const rows: Row[] = [
  { words: "submit job.yaml --yes", state: "succeeded", strikes: "POST /fine_tuning/jobs", kind: "create" },
  {
    words: "watch JOB --interval 0.01",
    state: "succeeded",
    strikes: "GET /fine_tuning/jobs/*/events",
    kind: "read",
    lists: true,
  },
  {
    words: "pause JOB",
    state: "running",
    strikes: "POST /fine_tuning/jobs/*/pause",
    kind: "change",
    after: "pausing",
  },
  {
    words: "resume JOB",
    state: "paused",
    strikes: "POST /fine_tuning/jobs/*/resume",
    kind: "change",
    after: "resuming",
  },
  { words: "metrics JOB", state: "succeeded", strikes: "GET /files/*/content", kind: "read" },
  { words: "doctor", state: "succeeded", strikes: "GET /fine_tuning/jobs", kind: "read", lists: true },
  {
    words: "check-grader grader.json --data train.jsonl --no-attacks --remote",
    state: "succeeded",
    strikes: "POST /fine_tuning/alpha/graders/*",
    kind: "read",
  },
  {
    words: "grade grader.json --samples samples.jsonl --remote 1",
    state: "succeeded",
    strikes: "POST /fine_tuning/alpha/graders/*",
    kind: "read",
  },
];

const wordy = { code: "planned", message: secrets };
const once = (fault: FaultRule["fault"]) => ({ fault, times: 1 });
const quick = { retry_after: 0, retry_after_ms: 1, ...wordy };

type Rule = Omit<FaultRule, "request">;

/** A fault, the exit code of a command that meets it, and whether the struck request has its effect all the same. */
interface Column {
  name: string;
  rule: Rule;
  exitCode: number;
  /** Only for requests of lists. */
  lists?: boolean;
  /** True where the struck request has its effect: a create request is not sent a second time. */
  effect?: boolean;
}

const columns: Column[] = [
  { name: "429 once", rule: once({ kind: "status", status: 429, ...quick }), exitCode: 0 },
  { name: "503 once", rule: once({ kind: "status", status: 503, ...quick }), exitCode: 0 },
  { name: "reset once", rule: once("reset"), exitCode: 0 },
  { name: "reset after the effect", rule: once("effect-then-reset"), exitCode: 0, effect: true },
  {
    name: "500 after the effect",
    rule: once({ kind: "effect-then-status", status: 500, ...quick }),
    exitCode: 0,
    effect: true,
  },
  { name: "half a body once", rule: once("half-body"), exitCode: 0, effect: true },
  { name: "HTML", rule: { fault: "html" }, exitCode: 3 },
  { name: "another content type", rule: { fault: "content-type" }, exitCode: 0, effect: true },
  { name: "entries twice", rule: { fault: "duplicate" }, exitCode: 0, lists: true },
  { name: "entries out of order", rule: { fault: "reorder" }, exitCode: 0, lists: true },
  { name: "an expired token", rule: { fault: "expired-token" }, exitCode: 4 },
  { name: "403", rule: { fault: { kind: "status", status: 403, ...wordy } }, exitCode: 4 },
];

interface Outcome extends BinResult {
  jobs: Job[];
}

let count = 0;
async function play(row: Row, rule: Rule): Promise<Outcome> {
  const dataDir = join(root, `case-${count++}`);
  await cp(join(root, row.state), dataDir, { recursive: true });
  const emulator = await startEmulator({
    dataDir,
    apiKey: key,
    speed: row.kind === "create" ? 100 : 0.001,
    faults: [{ request: row.strikes, ...rule }],
  });
  try {
    const cwd = await mkdtemp(join(root, "cwd-"));
    await cp("fixtures/cli", cwd, { recursive: true });
    const env = { AZURE_OPENAI_ENDPOINT: emulator.url, AZURE_OPENAI_API_KEY: key };
    const result = await runBin(row.words.replace("JOB", jobId).split(" "), { cwd, env });
    const headers = { "api-key": key, "x-rft-fault": "content-type" };
    const answer = await fetch(`${emulator.url}/openai/v1/fine_tuning/jobs`, { headers });
    return { ...result, jobs: ((await answer.json()) as List<Job>).data };
  } finally {
    await emulator.close();
  }
}

const cases = rows.flatMap((row) =>
  columns
    .filter(({ lists }) => lists !== true || row.lists === true)
    .map((column) => ({ row, column, name: `${row.words.split(" ")[0]}: ${column.name}` })),
);

/** Each case's outcome, played some at a time. */
const outcomes = new Map<string, Outcome>();
beforeAll(async () => {
  const work = cases.values();
  const worker = async () => {
    for (const { row, column, name } of work) outcomes.set(name, await play(row, column.rule));
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}, 200_000);

/** Exit codes with which a command may meet a fault: what became of a create request may stay unknown, never doubled. */
function allowed({ kind }: Row, { exitCode }: Column): number[] {
  return kind === "create" && exitCode === 0 ? [0, 3] : [exitCode];
}

describe("every command meets every fault", () => {
  test.each(cases)("$name", ({ row, column, name }) => {
    const { exitCode, stdout, stderr, jobs } = outcomes.get(name)!;
    const text = stdout + stderr;
    expect(allowed(row, column), stderr).toContain(exitCode);
    expect(text).not.toContain("planted");
    // What happened, and on the next line what to do.
    const isSaid = /(?:^error: | {2}error {2,})\S.*\n {2,}\S/m.test(text);
    expect(exitCode === 0 || isSaid, stderr).toBe(true);
    const created = jobs.length - 1;
    const known = row.kind === "create" && (exitCode === 0 || column.effect === true);
    expect(created).toBe(known ? 1 : 0);
    const changed = row.kind === "change" && exitCode === 0;
    expect(jobs.at(-1)?.status).toBe(changed ? row.after : row.state);
  });

  test("entries twice or out of order change nothing of what is said", () => {
    const plain = outcomes.get("watch: 503 once")?.stdout;
    expect(outcomes.get("watch: entries twice")?.stdout).toBe(plain);
  });
});
