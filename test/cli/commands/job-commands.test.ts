import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Exchange, scriptFetch } from "#test/support/scripted-fetch.js";
import { type Surroundings, run, transcript } from "#test/support/run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "k" };
const path = "/openai/v1/fine_tuning/jobs";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "rft-job-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

/** Runs a line against a service that plays the script, and expects all of it to be asked. */
async function play(words: string, script: Exchange[], surroundings: Surroundings = {}) {
  const { fetch, expectAllUsed } = scriptFetch(script);
  const argv = words.split(" ");
  const outcome = await run(argv, { env, fetch, cwd: folder(), ...surroundings });
  expectAllUsed();
  return { ...outcome, text: transcript(argv, outcome) };
}

const at = (status: string, more: object = {}) => ({
  id: "ftjob-1",
  status,
  model: "o4-mini-2025-04-16",
  ...more,
});
const look = (status: string): Exchange => ({ request: `GET ${path}/ftjob-1`, body: at(status) });
const ask = (verb: string, status: string): Exchange => ({
  request: `POST ${path}/ftjob-1/${verb}`,
  body: at(status),
});

/** The log of a job that trained two steps of so many hours each; newest first, as the service gives it. */
function log(hours: number): Exchange {
  const steps = [2, 1].map((step) => ({
    id: `e${step}`,
    created_at: 1_767_600_000 + step * 60,
    level: "info",
    message: `Step ${step}/3 , train mean reward=0.5`,
    type: "metrics",
    data: { step, total_steps: 3, train_mean_reward: 0.5, total_duration: hours * 3600 },
  }));
  return { request: `GET ${path}/ftjob-1/events`, body: { data: steps, has_more: false } };
}

describe("pause", () => {
  test("asks, remembers that the pause was ours, and says how to wait", async () => {
    const cwd = folder();
    const { exitCode, stdout, stderr } = await play(
      "pause ftjob-1",
      [look("running"), ask("pause", "pausing")],
      {
        cwd,
      },
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "ftjob-1 is pausing\n" });
    expect(stderr).toContain("rft pause ftjob-1 --wait");
    const ledger = readFileSync(join(cwd, ".rft/ledger.jsonl"), "utf8");
    expect(JSON.parse(ledger)).toMatchObject({ kind: "paused-by-us", jobId: "ftjob-1" });
  });

  test("--wait returns when the job is paused", async () => {
    const script = [look("running"), ask("pause", "pausing"), look("pausing"), look("paused")];
    const { exitCode, stdout } = await play("pause ftjob-1 --wait --json", script);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ command: "pause", changed: true, job: { status: "paused" } });
  });

  test("a paused job is already as asked: nothing is sent, nothing is written down", async () => {
    const { text } = await play("pause ftjob-1 --wait --quiet", [look("paused")]);
    await expect(text).toMatchFileSnapshot("transcripts/pause-already.txt");
  });

  test("a pending job is refused with the reason", async () => {
    const { text } = await play("pause ftjob-1", [look("pending")]);
    await expect(text).toMatchFileSnapshot("transcripts/pause-pending.txt");
  });

  test("a model that cannot pause is said so before the service is asked to", async () => {
    const gpt5: Exchange = {
      request: `GET ${path}/ftjob-1`,
      body: at("running", { model: "gpt-5-2025-08-07" }),
    };
    const { text } = await play("pause ftjob-1", [gpt5]);
    await expect(text).toMatchFileSnapshot("transcripts/pause-model-cannot.txt");
  });
});

describe("resume", () => {
  const spent = [look("paused"), log(25.5)];

  test("below the service's limit nothing is asked", async () => {
    const script = [look("paused"), log(2), look("paused"), ask("resume", "resuming"), look("running")];
    const { exitCode, stdout } = await play("resume ftjob-1 --wait", script);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "ftjob-1 is running\n" });
  });

  test("past it, --yes alone is not enough", async () => {
    const { text } = await play("resume ftjob-1 --yes", spent);
    await expect(text).toMatchFileSnapshot("transcripts/resume-past-limit.txt");
  });

  test("past it, --yes --no-spending-limit is", async () => {
    const script = [...spent, look("paused"), ask("resume", "resuming")];
    expect((await play("resume ftjob-1 --yes --no-spending-limit", script)).exitCode).toBe(0);
  });

  test.each([
    ["no limit", 0],
    ["yes", 1],
  ])("past it, a person types the words: %s", async (answer, exitCode) => {
    const goesOn = exitCode === 0 ? [look("paused"), ask("resume", "resuming")] : [];
    expect((await play("resume ftjob-1", [...spent, ...goesOn], { answer })).exitCode).toBe(exitCode);
  });
});

describe("cancel", () => {
  test("says what will be billed and needs --yes where nobody can be asked", async () => {
    const { text } = await play("cancel ftjob-1", [look("running"), log(1)]);
    await expect(text).toMatchFileSnapshot("transcripts/cancel-nobody-to-ask.txt");
  });

  test("with --yes it is done; the bill is in the document", async () => {
    const script = [look("running"), log(1), look("running"), ask("cancel", "cancelled")];
    const { exitCode, stdout } = await play("cancel ftjob-1 --yes --json", script);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      command: "cancel",
      changed: true,
      job: { status: "cancelled" },
      spend: { dollars: 200, training: { hours: 2, steps: 2 } },
    });
  });

  test.each([
    ["y", 0],
    ["n", 1],
  ])("a person is asked: %s", async (answer, exitCode) => {
    const done = exitCode === 0 ? [look("running"), ask("cancel", "cancelled")] : [];
    const outcome = await play("cancel ftjob-1", [look("running"), log(1), ...done], { answer });
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.stderr).toContain("2 steps, 2.00 h, about $200");
  });

  test.each([
    ["cancelled", 0],
    ["succeeded", 1],
  ])("a job that is %s: %s", async (status, exitCode) => {
    expect((await play("cancel ftjob-1", [look(status), look(status)])).exitCode).toBe(exitCode);
  });
});

describe("looks", () => {
  const jobs = [
    {
      id: "ftjob-2",
      status: "running",
      created_at: 1_767_600_000,
      suffix: "due-date",
      model: "o4-mini-2025-04-16",
    },
    { id: "ftjob-1", status: "succeeded", created_at: 1_767_500_000, model: "o4-mini-2025-04-16" },
  ];
  const pages: Exchange[] = jobs.map((job, index) => ({
    request: `GET ${path}`,
    body: { data: [job], has_more: index === 0 },
  }));

  test("list: all pages, newest first", async () => {
    await expect((await play("list", pages)).text).toMatchFileSnapshot("transcripts/list.txt");
  });

  test("list --limit asks for no page more than it needs", async () => {
    const { stdout } = await play("list --limit 1 --json", pages.slice(0, 1));
    expect(JSON.parse(stdout)).toMatchObject({ command: "list", data: [{ id: "ftjob-2" }] });
  });

  test("list of nothing", async () => {
    const { stdout } = await play("list", [{ request: `GET ${path}`, body: { data: [], has_more: false } }]);
    expect(stdout).toBe("no fine-tuning job here\n");
  });

  test("show: what the service left out is left out", async () => {
    const hyperparameters = { n_epochs: -1, batch_size: 4 };
    const method = {
      type: "reinforcement",
      reinforcement: { grader: { type: "multi", name: "due\u001b[2J date" }, hyperparameters },
    };
    const job = at("failed", { created_at: 1_767_500_000, method, error: { code: "x", message: "no data" } });
    const { text } = await play("show ftjob-1", [{ request: `GET ${path}/ftjob-1`, body: job }]);
    await expect(text).toMatchFileSnapshot("transcripts/show.txt");
  });

  test("show: when its models retire, as lines and in JSON", async () => {
    const grader = {
      type: "score_model",
      name: "j",
      model: "o3-mini",
      input: [{ role: "user", content: "?" }],
    };
    const job = at("running", { method: { type: "reinforcement", reinforcement: { grader } } });
    const now = () => new Date("2026-11-30T09:00:00Z");
    const asked: Exchange[] = [{ request: `GET ${path}/ftjob-1`, body: job }, log(1)];
    const { stdout, exitCode } = await play("show ftjob-1", asked, { now });
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      "  served until              2027-10-16\n  judge retires             2026-10-01  o3-mini\n",
    );
    expect(stdout.match(/\((?:model-retired|grader-model-retiring)\)/g)).toHaveLength(2);
    const document: unknown = JSON.parse((await play("show ftjob-1 --json", asked, { now })).stdout);
    expect(document).toMatchObject({
      command: "show",
      job: { id: "ftjob-1" },
      retirement: { deployment: "2027-10-16", judges: [{ model: "o3-mini", base: "2026-10-01" }] },
      findings: [{ code: "model-retired" }, { code: "grader-model-retiring" }],
    });
  });

  test("events: oldest first; --limit keeps the newest", async () => {
    const { text } = await play("events ftjob-1", [log(1)]);
    await expect(text).toMatchFileSnapshot("transcripts/events.txt");
    const { stdout } = await play("events ftjob-1 --limit 1 --json", [log(1)]);
    expect(JSON.parse(stdout)).toMatchObject({ command: "events", data: [{ id: "e2" }] });
  });

  test("checkpoints: by step", async () => {
    // The last one is the job's model.
    const data = [30, 20, 10].map((step) => ({
      id: `ftchkpt-${step}`,
      step_number: step,
      fine_tuned_model_checkpoint: `o4-mini.ft-1${step === 30 ? "" : `:ckpt-step-${step}`}`,
      metrics: { step, full_valid_mean_reward: step / 40 },
    }));
    const script = [{ request: `GET ${path}/ftjob-1/checkpoints`, body: { data, has_more: false } }];
    await expect((await play("checkpoints ftjob-1", script)).text).toMatchFileSnapshot(
      "transcripts/checkpoints.txt",
    );
  });
});

describe("events -f", () => {
  const event = (id: string, message: string) => ({ id, created_at: 1_767_600_000, level: "info", message });
  const events = (...ids: string[]): Exchange => ({
    request: `GET ${path}/ftjob-1/events`,
    body: { data: ids.map((id) => event(id, `what ${id} says`)), has_more: false },
  });
  const longOver: Exchange = {
    request: `GET ${path}/ftjob-1`,
    body: at("succeeded", { finished_at: 1_767_600_100 }),
  };
  const script = [
    look("running"),
    events("e1"),
    look("running"),
    events("e2", "e1"),
    longOver,
    events("e3", "e2", "e1"),
    { request: `GET ${path}/ftjob-1/checkpoints`, body: { data: [], has_more: false } },
  ];

  test("writes each event once, oldest first, until the job is over; nothing else", async () => {
    const slept: number[] = [];
    const sleep = async (milliseconds: number) => void slept.push(milliseconds);
    const { exitCode, stdout, stderr } = await play("events ftjob-1 -f --interval 3", script, { sleep });
    expect(stdout.match(/what e\d says/g)).toEqual(["what e1 says", "what e2 says", "what e3 says"]);
    expect([exitCode, stdout.split("\n").length - 1, stderr]).toEqual([0, 3, ""]);
    expect(slept).toEqual([3000, 3000]);
  });

  test("with --json: one object a line, as watch writes it", async () => {
    const { stdout } = await play("events ftjob-1 -f --json", script);
    const lines = stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line).event.id)).toEqual(["e1", "e2", "e3"]);
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(["event", "event", "event"]);
  });

  test("a look that fails is said on stderr, and the next goes on", async () => {
    const down: Exchange = { request: `GET ${path}/ftjob-1`, status: 404, body: {} };
    const [first, one, ...rest] = script;
    if (!first || !one) throw new Error("no script");
    const { exitCode, stderr } = await play("events ftjob-1 -f", [first, one, down, ...rest]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^GET .* was answered 404: .*; looking again in [\d.]+ s\n$/);
  });
});
