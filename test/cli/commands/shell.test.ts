import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { type Exchange, scriptFetch } from "#test/support/scripted-fetch.js";
import { type Surroundings, run } from "#test/support/run-in-memory.js";

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

test("every key of a job file reaches the wire, and ours do not", async () => {
  const grader = JSON.parse(readFileSync("fixtures/cli/grader.json", "utf8")) as unknown;
  const schema = {
    type: "object",
    properties: { date: { type: "string" } },
    required: ["date"],
    additionalProperties: false,
  };
  const hyperparameters = {
    n_epochs: 2,
    batch_size: 4,
    learning_rate_multiplier: 1.5,
    eval_interval: 5,
    eval_samples: 3,
    compute_multiplier: 1.25,
    reasoning_effort: "high",
  };
  const sent = {
    model: "o4-mini-2025-04-16",
    suffix: "every-key",
    seed: 7,
    trainingType: "GlobalStandard",
    metadata: { team: "search" },
    integrations: [{ type: "wandb", wandb: { project: "rft" } }],
    inference_configs: { auto_inference_enabled: true, inference_sku: 0 },
  };
  const method = {
    tools: [
      { name: "t", server_url: "https://tools.example.com", headers: { Authorization: "Bearer TOKEN" } },
    ],
    max_episode_steps: 5,
    hyperparameters,
  };
  const file = {
    ...sent,
    training_file: "train.jsonl",
    validation_file: "valid.jsonl",
    hyperparameters: { n_epochs: 1 },
    method: {
      type: "reinforcement",
      reinforcement: {
        ...method,
        grader: "grader.json",
        // The flat form of Microsoft's page of May 2025.
        response_format: { type: "json_schema", name: "due", strict: true, schema },
      },
    },
    watch: { pause_when: ["budget:500"] },
    prices: { "gpt-4.1": { input: 2, output: 8 } },
  };
  writeFileSync(join(cwd, "every-key.json"), JSON.stringify(file));
  const { exitCode, sent: requests, stdout } = await rft("submit every-key.json --yes --force", submission);
  expect(exitCode).toBe(0);
  expect(stdout).not.toContain("TOKEN");
  expect(requests.at(-1)?.body).toEqual({
    ...sent,
    metadata: { team: "search", rft_fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) },
    training_file: "file-1",
    validation_file: "file-2",
    hyperparameters: { n_epochs: 1 },
    method: {
      type: "reinforcement",
      reinforcement: {
        ...method,
        grader,
        response_format: { type: "json_schema", json_schema: { name: "due", strict: true, schema } },
      },
    },
  });
});

test.each([
  ["too many pairs", Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, "v"]))],
  ["a value that is too long", { team: "x".repeat(513) }],
  ["our own key", { rft_fingerprint: "mine" }],
])("metadata is held against the service's limits: %s", async (_, metadata) => {
  const file = readFileSync("fixtures/cli/job.yaml", "utf8");
  writeFileSync(join(cwd, "limits.yaml"), `${file}metadata: ${JSON.stringify(metadata)}\n`);
  const { stdout } = await rft("submit limits.yaml --yes --json", []);
  const { findings } = JSON.parse(stdout) as { findings: { code: string; pointer?: string }[] };
  expect(
    findings.some(({ code, pointer }) => code === "job-file-invalid" && pointer?.startsWith("/metadata")),
  ).toBe(true);
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

  test.each([
    [1, "interrupted\n"],
    [2, "interrupted while asking to pause ftjob-1: the service may do it; rft show ftjob-1 tells\n"],
    [3, "stopped waiting; ftjob-1 was asked to pause, and that stands\n"],
  ])("while a pause is asked for and waited for: at request %d", async (request, said) => {
    const running = { ...job, status: "running" };
    const pausing = { ...job, status: "pausing" };
    const script: Exchange[] = [
      { ...get, body: running },
      { request: "POST /openai/v1/fine_tuning/jobs/ftjob-1/pause", body: pausing },
      { ...get, body: pausing },
    ];
    const { exitCode, stdout, stderr } = await run(["pause", "ftjob-1", "--wait"], {
      cwd,
      env,
      ...interruptAt(request, script),
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: "" });
    expect(stderr.endsWith(said)).toBe(true);
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
