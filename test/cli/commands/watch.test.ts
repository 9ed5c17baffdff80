import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Surroundings, run, transcript } from "#test/support/run-in-memory.js";

const folder = mkdtempSync(join(tmpdir(), "rft-watch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = Date.parse("2026-01-05T08:00:00Z") / 1000;
const stepSeconds = 200;

/** A service with one job that has trained a step more each time the job is asked for; paused on request. */
function service({ steps: total }: { steps: number }) {
  let steps = 0;
  let status = "running";
  const posts: string[] = [];
  const events = () => [
    { id: "ftevent-0", created_at: start, level: "info", message: "Job started." },
    ...Array.from({ length: steps }, (_, index) => ({
      id: `ftevent-${index + 1}`,
      created_at: start + (index + 1) * stepSeconds,
      level: "info",
      type: "metrics",
      message: `Step ${index + 1}/${total} , train mean reward=0.5`,
      data: {
        step: index + 1,
        total_steps: total,
        train_mean_reward: 0.5,
        full_valid_mean_reward: 0.1 * (index + 1),
        total_duration: stepSeconds,
      },
    })),
  ];
  const answer = (path: string): object => {
    if (path.endsWith("/events")) return { data: events().toReversed(), has_more: false };
    if (path.endsWith("/checkpoints")) {
      return { data: status === "paused" ? [{ id: "ftchkpt-1", step_number: steps }] : [], has_more: false };
    }
    if (status === "pausing") status = "paused";
    if (status === "running") steps = Math.min(total, steps + 1);
    if (status === "running" && steps === total) status = "succeeded";
    const finished = status === "succeeded" ? { finished_at: start } : {};
    return { id: "ftjob-1", status, model: "o4-mini-2025-04-16", created_at: start, ...finished };
  };
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    if (init?.method?.toUpperCase() === "POST") {
      posts.push(pathname);
      status = "pausing";
    }
    return Response.json(answer(pathname));
  };
  return { fetch, posts };
}

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "geheim" };

function watch(line: string, { words = [], ...given }: Surroundings & { words?: string[] }) {
  const argv = ["watch", "ftjob-1", ...line.split(" ").filter((word) => word !== ""), ...words];
  return run(argv, { cwd: folder, env, ...given }).then((outcome) => ({
    ...outcome,
    text: transcript(argv, outcome),
  }));
}

describe("rft watch", () => {
  const cases: [name: string, words: string, steps: number][] = [
    ["watch-piped", "", 3],
    ["watch-json", "--json", 2],
    ["watch-rule-fires", "--pause-when step:2 --budget 10", 9],
    ["watch-rule-fires-json", "--pause-when step:2 --json", 9],
  ];
  test.each(cases)("%s", async (name, words, steps) => {
    const cwd = mkdtempSync(join(folder, "case-"));
    const { text } = await watch(words, { fetch: service({ steps }).fetch, cwd });
    await expect(text).toMatchFileSnapshot(`transcripts/${name}.txt`);
  });

  test("paints on a terminal: one write a frame, each over the last, none wider or higher than the screen", async () => {
    const frames: string[] = [];
    const { exitCode, stdout } = await watch("", {
      fetch: service({ steps: 5 }).fetch,
      tty: true,
      columns: 80,
      rows: 24,
      env: { ...env, NO_COLOR: "1" },
      onWrite: (text) => void frames.push(text),
    });
    expect(exitCode).toBe(0);
    expect(frames.length).toBeGreaterThan(5);
    // What stood on the screen before is scrolled up once; every frame starts at the top and clears what is left.
    expect(frames[0]?.startsWith(`${"\n".repeat(24)}\u001b[H`)).toBe(true);
    const others = frames.slice(1);
    expect(others.filter((frame) => !frame.startsWith("\u001b[H") || !frame.endsWith("\u001b[J"))).toEqual(
      [],
    );
    const lines = frames.map((frame) =>
      frame
        .trimStart()
        .replaceAll("\u001b[H", "")
        .replaceAll("\u001b[K", "")
        .replaceAll("\u001b[J", "")
        .split("\n"),
    );
    expect(Math.max(...lines.flat().map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(24);
    expect(stdout).not.toContain("\u001b[3");
    expect(lines.at(-1)?.join("\n")).toContain("succeeded: the job has succeeded");
  });

  test.each<[string, Surroundings]>([
    ["TERM=dumb", { tty: true, columns: 80, env: { ...env, TERM: "dumb" } }],
    ["no width", { tty: true }],
    ["a pipe", {}],
  ])("writes lines where it cannot paint: %s", async (_name, given) => {
    const { stdout } = await watch("", { fetch: service({ steps: 2 }).fetch, ...given });
    expect(stdout).not.toContain("\u001b[H");
    expect(stdout).toContain("Step 1/2");
  });

  test("Ctrl-C leaves the job alone and says so", async () => {
    const controller = new AbortController();
    const { fetch, posts } = service({ steps: 9 });
    const sleep = async () => {
      controller.abort();
      throw new DOMException("aborted", "AbortError");
    };
    const outcome = await watch("--pause-when step:5", { fetch, sleep, signal: controller.signal });
    expect(outcome).toMatchObject({ exitCode: 130, stderr: "stopped watching; the job itself goes on\n" });
    expect(posts).toEqual([]);
  });
});

describe("rft watch --once", () => {
  test.each([
    ["gap:0.1", true],
    ["step:500", false],
  ])("says that a range is not known where a rule goes by it: %s", async (rule, isSaid) => {
    const { stderr } = await watch(`--pause-when ${rule}`, { fetch: service({ steps: 2 }).fetch });
    expect(stderr.includes("range of this grader's scores is not known")).toBe(isSaid);
  });

  test("tells others of an end once, however often it looks", async () => {
    const cwd = mkdtempSync(join(folder, "told-"));
    const { fetch } = service({ steps: 3 });
    const types = [];
    for (let looks = 0; looks < 5; looks++) {
      const { exitCode } = await watch("--once --on-change", {
        fetch,
        cwd,
        words: ["echo $RFT_TYPE $RFT_STATUS >> told"],
      });
      types.push(exitCode);
    }
    expect(types).toEqual([0, 0, 0, 0, 0]);
    expect(readFileSync(join(cwd, "told"), "utf8")).toBe("status running\nstatus succeeded\nend succeeded\n");
  });

  test("does not say that it pauses a job that is over", async () => {
    const cwd = mkdtempSync(join(folder, "late-"));
    const { fetch, posts } = service({ steps: 2 });
    await watch("", { fetch, cwd });
    const { exitCode, stdout } = await watch("--once --pause-when step:1 --json", { fetch, cwd });
    const fired = stdout.split("\n").find((line) => line.includes('"rule"'));
    expect(JSON.parse(fired ?? "{}")).toMatchObject({ rule: "step:1", late: true });
    expect({ exitCode, posts }).toEqual({ exitCode: 0, posts: [] });
    const { stdout: text } = await watch("--pause-when step:2", { fetch, cwd });
    expect(text).toContain("step:2: step 2 is done; the job was over before this was read\n");
  });

  test("tells what is new, keeps the rules' state in the ledger, and ends with 0, then 5", async () => {
    const cwd = mkdtempSync(join(folder, "once-"));
    const { fetch, posts } = service({ steps: 9 });
    const look = (words = "--once --pause-when step:3") => watch(words, { fetch, cwd });
    const first = await look();
    expect(first).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("Step 1/9") });
    const second = await look();
    expect(second.exitCode).toBe(0);
    expect(second.stdout).not.toContain("Step 1/9");
    expect(second.stdout).toContain("Step 2/9");
    const third = await look();
    expect(third.exitCode).toBe(5);
    expect(third.stdout).toMatch(/step:3: step 3 is done; the job is being paused\n/);
    expect(posts).toEqual(["/openai/v1/fine_tuning/jobs/ftjob-1/pause"]);
    const fourth = await look("--once --pause-when step:3 --json");
    expect(fourth.exitCode).toBe(5);
    expect(
      fourth.stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([
      { type: "end", status: "paused", by: "us", rules: ["step:3"], checkpoint: "ftchkpt-1", exitCode: 5 },
    ]);
    expect(posts).toHaveLength(1);
    const ledger = () => readFileSync(join(cwd, ".rft/ledger.jsonl"), "utf8");
    const before = ledger();
    expect((await look()).exitCode).toBe(5);
    expect(ledger(), "a look without news writes nothing").toBe(before);
    const kinds = before
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds.filter((kind) => kind === "paused-by-us")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "rule-state").length).toBeGreaterThanOrEqual(3);
  });
});

describe("rft watch of a job that was submitted here", () => {
  const ledgerWith = (...entries: object[]) => {
    const cwd = mkdtempSync(join(folder, "wishes-"));
    mkdirSync(join(cwd, ".rft"));
    const lines = entries.map((entry) => JSON.stringify({ at: "2026-01-05T08:00:00Z", ...entry }));
    writeFileSync(join(cwd, ".rft/ledger.jsonl"), `${lines.join("\n")}\n`);
    return cwd;
  };
  const wishes = (pauseWhen: string[], jobId = "ftjob-1") => ({ kind: "watch-wishes", jobId, pauseWhen });

  test("follows the rules of its job file, and says so", async () => {
    const cwd = ledgerWith(wishes(["step:7"]), wishes(["step:2"]), wishes(["step:1"], "ftjob-2"));
    const { fetch, posts } = service({ steps: 9 });
    const { exitCode, stdout, stderr } = await watch("", { fetch, cwd });
    expect({ exitCode, posts: posts.length }).toEqual({ exitCode: 5, posts: 1 });
    expect(stdout).toContain("paused by step:2 after step 2");
    expect(stderr).toContain("Stop rules of the job file, as submitted: step:2 (--job takes another's).\n");
  });

  test("which submit keeps with the job, once, and again where the file has changed", async () => {
    const cwd = ledgerWith();
    cpSync("fixtures/cli", cwd, { recursive: true });
    const job = readFileSync(join(cwd, "job.yaml"), "utf8");
    const { stdout } = await run(["submit", "job.yaml", "--dry-run", "--json"], { cwd, env });
    const { fingerprint } = JSON.parse(stdout).plan as { fingerprint: string };
    const endpoint = env.AZURE_OPENAI_ENDPOINT;
    const submitted = {
      at: "2026-01-05T08:00:00Z",
      kind: "submitted",
      fingerprint,
      endpoint,
      jobId: "ftjob-1",
    };
    writeFileSync(join(cwd, ".rft/ledger.jsonl"), `${JSON.stringify(submitted)}\n`);
    const submit = (file: string) => {
      writeFileSync(join(cwd, "job.yaml"), file);
      return run(["submit", "job.yaml", "--yes"], { cwd, env, fetch: service({ steps: 9 }).fetch });
    };
    const watched = `${job}\nwatch: { pause_when: [step:2] }\n`;
    for (const file of [job, watched, watched, `${watched}prices: { m: { input: 1, output: 2 } }\n`, job])
      expect((await submit(file)).exitCode).toBe(0);
    const lines = readFileSync(join(cwd, ".rft/ledger.jsonl"), "utf8").trimEnd().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as { kind: string });
    expect(entries.filter(({ kind }) => kind === "watch-wishes")).toMatchObject([
      { jobId: "ftjob-1", pauseWhen: ["step:2"] },
      { jobId: "ftjob-1", pauseWhen: ["step:2"], prices: { m: { input: 1, output: 2 } } },
      { jobId: "ftjob-1", pauseWhen: [] },
    ]);
  });

  test("adds those of the command line, and takes those of --job in their place", async () => {
    const cwd = ledgerWith(wishes(["step:4"]));
    const added = await watch("--pause-when step:3", { fetch: service({ steps: 9 }).fetch, cwd });
    expect(added.stdout).toContain("paused by step:3 after step 3");
    cpSync("fixtures/cli", cwd, { recursive: true });
    const replaced = await watch("--job job.yaml", { fetch: service({ steps: 5 }).fetch, cwd });
    expect(replaced).toMatchObject({
      exitCode: 0,
      stderr: expect.not.stringContaining("as submitted") as string,
    });
  });
});

describe("rft watch --job", () => {
  const withRules = (rules: string): string => {
    const cwd = mkdtempSync(join(folder, "job-"));
    cpSync("fixtures/cli", cwd, { recursive: true });
    appendFileSync(join(cwd, "job.yaml"), `\nwatch: { pause_when: [${rules}] }\n`);
    return cwd;
  };

  test("takes the rules of the job file", async () => {
    const { fetch, posts } = service({ steps: 9 });
    const { exitCode, stdout } = await watch("--job job.yaml", { fetch, cwd: withRules("step:2") });
    expect(exitCode).toBe(5);
    expect(stdout).toContain("paused by step:2 after step 2");
    expect(posts).toHaveLength(1);
  });

  test("refuses a rule that is none, with its place, before the service is asked", async () => {
    const { exitCode, stdout } = await watch("--job job.yaml", { cwd: withRules("stp:2") });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /job\.yaml:\d+:23: error watch\.pause_when\.0: no stop rule "stp"[\s\S]*Did you mean "step"/,
    );
  });
});
