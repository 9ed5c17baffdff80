import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Exchange, scriptFetch } from "../scripted-fetch.js";
import { type Surroundings, run } from "./run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "geheim" };
const job = { id: "ftjob-1", status: "pending" };
const get: Exchange = { request: "GET /openai/v1/fine_tuning/jobs/ftjob-1" };

/** The requests of a submission that goes well: nothing of it stands at the service. */
const nothing = { data: [], has_more: false };
const lookForJob: Exchange = { request: "GET /openai/v1/fine_tuning/jobs", body: nothing };
const upload = (id: string): Exchange[] => [
  { request: "GET /openai/v1/files", body: nothing },
  { request: "POST /openai/v1/files", status: 201, body: { id, status: "processed" } },
];
const create: Exchange[] = [
  lookForJob,
  { request: "POST /openai/v1/fine_tuning/jobs", status: 201, body: job },
];
const submission = [lookForJob, ...upload("file-1"), ...upload("file-2"), ...create];

/** A copy of the fixtures for each test: what is submitted is remembered in the folder. */
const folder = mkdtempSync(join(tmpdir(), "rft-shell-"));
afterAll(() => rmSync(folder, { recursive: true }));
let cwd = "";
beforeEach(() => {
  cwd = mkdtempSync(join(folder, "cli-"));
  cpSync("fixtures/cli", cwd, { recursive: true });
});

async function rft(words: string, script: Exchange[], surroundings: Surroundings = {}) {
  const scripted = scriptFetch(script);
  const outcome = await run(words.split(" "), { cwd, env, fetch: scripted.fetch, ...surroundings });
  scripted.expectAllUsed();
  return { ...outcome, sent: scripted.sent };
}

describe("submit asks before it spends", () => {
  test.each(["y", "Y", "yes", " yes "])("%j goes on", async (answer) => {
    expect(await rft("submit job.yaml", submission, { answer })).toMatchObject({ exitCode: 0 });
  });

  test.each(["", "n", "no", "yesterday", "ja"])("%j does not", async (answer) => {
    const { exitCode, stderr } = await rft("submit job.yaml", [], { answer });
    expect(exitCode).toBe(1);
    expect(stderr).toContain("nothing was submitted");
  });

  test("Ctrl-C at the question submits nothing", async () => {
    const { exitCode, stderr } = await rft("submit job.yaml", [], { answer: undefined, interactive: true });
    expect(exitCode).toBe(130);
    expect(stderr).toContain("interrupted: nothing was submitted");
  });

  test.each(["submit job.yaml --no-input", "submit job.yaml --json"])("%s never asks", async (words) => {
    expect(await rft(words, [], { answer: "y" })).toMatchObject({ exitCode: 2 });
  });

  test("an error found stops it; --force goes on and names what it overrides, even with --quiet", async () => {
    const words = "submit job-without-validation.yaml --yes --quiet";
    expect(await rft(words, [])).toMatchObject({ exitCode: 1, stderr: "" });
    const { exitCode, stderr } = await rft(`${words} --force`, [lookForJob, ...upload("file-1"), ...create]);
    expect(exitCode).toBe(0);
    expect(stderr).toBe("--force overrides: validation-file-missing, training-type-unknown\n");
  });

  test("the ids of the uploaded files stand in the request", async () => {
    const { sent } = await rft("submit job.yaml --yes", submission);
    expect(sent.at(-1)?.body).toMatchObject({
      training_file: "file-1",
      validation_file: "file-2",
      suffix: "due-date",
    });
  });
});

describe("an interruption says how far it came", () => {
  /** Aborts like Ctrl-C while the n-th request is under way. */
  function interruptAt(n: number, script: Exchange[]) {
    const controller = new AbortController();
    const scripted = scriptFetch(script);
    let requests = 0;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await scripted.fetch(input, init);
      if (++requests < n) return answer;
      controller.abort();
      throw new DOMException("aborted", "AbortError");
    };
    return { fetch, signal: controller.signal };
  }

  test("during an upload: no job was created", async () => {
    const { exitCode, stderr } = await run(["submit", "job.yaml", "--yes"], {
      cwd,
      env,
      ...interruptAt(3, submission),
    });
    expect(exitCode).toBe(130);
    expect(stderr).toContain("interrupted while uploading train.jsonl: no job was created");
  });

  test("during the create request: the outcome is unknown, not interrupted", async () => {
    const surroundings = { cwd, env, ...interruptAt(7, submission) };
    const { exitCode, stdout } = await run(["submit", "job.yaml", "--yes", "--json"], surroundings);
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ command: "submit", error: { code: "outcome-unknown" } });
  });

  test("while watching: the job goes on, and --json says so in one line", async () => {
    const script: Exchange[] = [{ ...get, body: job }];
    const { exitCode, stdout, stderr } = await run(["watch", "ftjob-1", "--json"], {
      env,
      ...interruptAt(1, script),
    });
    expect(exitCode).toBe(130);
    expect(stderr).toBe("stopped watching; the job itself goes on\n");
    expect(stdout.split("\n")).toHaveLength(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "interrupted" } });
  });

  test("in submit --watch too, and what it wrote is one object a line", async () => {
    const surroundings = { cwd, env, ...interruptAt(8, [...submission, { ...get, body: job }]) };
    const { exitCode, stdout, stderr } = await run(
      ["submit", "job.yaml", "--yes", "--watch", "--json"],
      surroundings,
    );
    expect(exitCode).toBe(130);
    expect(stderr).toContain("stopped watching; the job itself goes on");
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).toEqual([
      ["version", "command", "created", "job", "files", "fingerprint", "plan"],
      ["version", "command", "error"],
    ]);
  });
});

describe("the general options", () => {
  const escape = "\u001b[";
  const colors: [name: string, surroundings: Surroundings, words: string, colored: boolean][] = [
    ["a terminal", { tty: true }, "", true],
    ["a pipe", {}, "", false],
    ["--no-color", { tty: true }, " --no-color", false],
    ["NO_COLOR", { tty: true, env: { NO_COLOR: "1" } }, "", false],
    ["TERM=dumb", { tty: true, env: { TERM: "dumb" } }, "", false],
    ["FORCE_COLOR on a pipe", { env: { FORCE_COLOR: "1" } }, "", true],
    ["FORCE_COLOR=0", { env: { FORCE_COLOR: "0" } }, "", false],
  ];
  test.each(colors)("colour: %s", async (_name, surroundings, words, colored) => {
    const { stdout } = await run(`validate-data broken.jsonl${words}`.split(" "), surroundings);
    expect(stdout.includes(escape)).toBe(colored);
  });

  test("--quiet leaves stderr to errors", async () => {
    const script: Exchange[] = [
      { ...get, body: { ...job, status: "running" } },
      { request: `POST ${get.request.slice(4)}/pause`, body: { ...job, status: "pausing" } },
    ];
    expect((await rft("pause ftjob-1 --quiet", script)).stderr).toBe("");
    expect((await rft("pause ftjob-1", script)).stderr).not.toBe("");
  });

  test("--verbose tells each request and no secret", async () => {
    const { stderr } = await rft("pause ftjob-1 --verbose", [{ ...get, body: { ...job, status: "paused" } }]);
    expect(stderr).toMatch(/^GET \/openai\/v1\/fine_tuning\/jobs\/ftjob-1 200 - \d+ ms\nLet it go on: .*\n$/);
  });

  test("credentials of a job's tools are masked wherever a job is shown", async () => {
    const tools = [
      { name: "t", server_url: "https://x/y?code=CODE", headers: { Authorization: "Bearer TOKEN" } },
    ];
    const answer = { ...job, status: "paused", method: { type: "reinforcement", reinforcement: { tools } } };
    const { stdout } = await rft("pause ftjob-1 --json", [{ ...get, body: answer }]);
    expect(stdout).toContain('"Authorization": "***"');
    expect(stdout).not.toMatch(/CODE|TOKEN/);
  });

  test("a command line without a command is wrong usage", async () => {
    const { exitCode, stdout } = await run(["--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      command: null,
      error: { code: "usage", message: "no command" },
    });
  });

  test("an option's value is not taken for the command", async () => {
    const { stdout } = await run(["--endpoint", "http://x:1", "pause", "--bogus", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ command: "pause" });
  });
});

test("check-grader --strict: a warning makes the answer no", async () => {
  const argv = ["check-grader", "grader-with-warning.json"];
  expect(await run(argv)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("1 warning") });
  expect(await run([...argv, "--strict"])).toMatchObject({ exitCode: 1 });
});

test("metrics - reads standard input", async () => {
  const stdin = readFileSync("fixtures/cli/results.csv", "utf8");
  const { exitCode, stdout } = await run(["metrics", "-", "--json"], { stdin });
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ source: "-", best: { step: 6 } }] });
});
