import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FaultRule } from "../../src/emulator/fault-rule.js";
import { startEmulator } from "../../src/emulator/start-emulator.js";
import type { Job, ServiceFile } from "../../src/job/api.js";
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
/** A file that no job names. */
const spare = "spare.jsonl";

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

/** A command that talks to the service: a new one joins by a line. */
interface Row {
  words: string;
  state: (typeof states)[number];
  /** The request that is struck. */
  strikes: string;
  /** What the request does there: nothing, a change of state, a file less, a new job. */
  kind: "read" | "change" | "delete" | "create";
  /** What is true on the service after it has had its effect once. */
  after?: string;
  /** True where the struck request is one for a list. */
  lists?: true;
  /** True for the commands that meet every fault; the others take the same way through the client and meet some. */
  whole?: true;
}

/** A command that reads of a job that succeeded. */
const read = (words: string, strikes: string, more: Partial<Row> = {}): Row => ({
  words,
  state: "succeeded",
  strikes: `GET ${strikes}`,
  kind: "read",
  ...more,
});
/** A command that changes a job. */
const change = (verb: string, state: Row["state"], after: string, more: Partial<Row> = {}): Row => ({
  words: `${verb} JOB`,
  state,
  strikes: `POST /fine_tuning/jobs/*/${verb}`,
  kind: "change",
  after,
  ...more,
});

const jobs = "/fine_tuning/jobs";
const lists = true;
const whole = true;
const remote = { state: "succeeded", strikes: "POST /fine_tuning/alpha/graders/*", kind: "read" } as const;

const rows: Row[] = [
  { words: "submit job.yaml --yes", state: "succeeded", strikes: `POST ${jobs}`, kind: "create", whole },
  read("watch JOB --interval 0.01", `${jobs}/*/events`, { lists, whole }),
  change("pause", "running", "pausing", { whole }),
  change("resume", "paused", "resuming"),
  change("cancel", "running", "cancelled", { words: "cancel JOB --yes" }),
  read("metrics JOB", "/files/*/content", { whole }),
  read("evals JOB", "/evals/*/runs", { lists }),
  read("list", jobs, { lists }),
  read("show JOB", `${jobs}/*`),
  read("events JOB", `${jobs}/*/events`, { lists }),
  read("checkpoints JOB", `${jobs}/*/checkpoints`, { lists }),
  read("files list", "/files", { lists }),
  {
    words: "files delete --unused --yes",
    state: "succeeded",
    strikes: "DELETE /files/*",
    kind: "delete",
  },
  read("doctor", jobs, { lists }),
  { words: "check-grader grader.json --data train.jsonl --no-attacks --remote", ...remote },
  { words: "grade grader.json --samples samples.jsonl --remote 1", ...remote },
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
  /** True where every command meets it. */
  everywhere?: boolean;
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
  { name: "half a body once", rule: once("half-body"), exitCode: 0, effect: true, everywhere: true },
  { name: "HTML", rule: { fault: "html" }, exitCode: 3, everywhere: true },
  { name: "another content type", rule: { fault: "content-type" }, exitCode: 0, effect: true },
  { name: "entries twice", rule: { fault: "duplicate" }, exitCode: 0, lists: true, everywhere: true },
  { name: "entries out of order", rule: { fault: "reorder" }, exitCode: 0, lists: true },
  { name: "an expired token", rule: { fault: "expired-token" }, exitCode: 4 },
  { name: "403", rule: { fault: { kind: "status", status: 403, ...wordy } }, exitCode: 4 },
];

interface Outcome extends BinResult {
  jobs: Job[];
  files: ServiceFile[];
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
    // This header's fault comes before the rules'; it leaves the body alone.
    const headers = { "api-key": key, "x-rft-fault": "content-type" };
    const list = async <T>(path: string) => {
      const answer = await fetch(`${emulator.url}/openai/v1${path}`, { headers });
      return ((await answer.json()) as List<T>).data;
    };
    return { ...result, jobs: await list<Job>(jobs), files: await list<ServiceFile>("/files") };
  } finally {
    await emulator.close();
  }
}

/**
 * A create request that failed and left no job is looked for through a whole minute before the command gives up:
 * test/job/submit plays that with a sleep of its own.
 */
function takesAMinute(row: Row, column: Column): boolean {
  return row.kind === "create" && ["503 once", "reset once", "HTML"].includes(column.name);
}

const cases = rows.flatMap((row) =>
  columns
    .filter((column) => row.whole === true || column.everywhere === true)
    .filter((column) => column.lists !== true || row.lists === true)
    .filter((column) => !takesAMinute(row, column))
    .map((column) => ({ row, column, name: caseName(row, column.name) })),
);

function caseName({ words }: Row, column: string): string {
  return `${/^(?:files )?\S+/.exec(words)?.[0]}: ${column}`;
}

/** Each case's outcome, played some at a time. */
const outcomes = new Map<string, Outcome>();
beforeAll(async () => {
  const work = cases.values();
  const worker = async () => {
    for (const { row, column, name } of work) outcomes.set(name, await play(row, column.rule));
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}, 60_000);

/** Exit codes with which a command may meet a fault: what became of a create request may stay unknown, never doubled. */
function allowed({ kind }: Row, { exitCode }: Column): number[] {
  return kind === "create" && exitCode === 0 ? [0, 3] : [exitCode];
}

describe("every command meets every fault", () => {
  test.each(cases)("$name", ({ row, column, name }) => {
    const { exitCode, stdout, stderr, jobs: after, files } = outcomes.get(name)!;
    const text = stdout + stderr;
    expect(allowed(row, column), stderr).toContain(exitCode);
    expect(text).not.toContain("planted");
    // What happened, and on the next line what to do.
    const isSaid = /(?:^error: | {2}error {2,})\S.*\n {2,}\S/m.test(text);
    expect(exitCode === 0 || isSaid, stderr).toBe(true);
    const created = after.length - 1;
    const known = row.kind === "create" && (exitCode === 0 || column.effect === true);
    expect(created).toBe(known ? 1 : 0);
    const changed = row.kind === "change" && exitCode === 0;
    expect(after.at(-1)?.status).toBe(changed ? row.after : row.state);
    const isDeleted = row.kind === "delete" && exitCode === 0;
    expect(files.some(({ filename }) => filename === spare)).toBe(!isDeleted);
  });

  const listing = rows.filter((row) => row.lists === true);
  test.each(listing)("entries twice change nothing of what is said: $words", (row) => {
    const said = (column: string) =>
      outcomes.get(caseName(row, column))?.stdout.replaceAll(/127\.0\.0\.1:\d+/g, "emulator");
    expect(said("half a body once")).not.toBe("");
    expect(said("entries twice")).toBe(said("half a body once"));
  });
});
