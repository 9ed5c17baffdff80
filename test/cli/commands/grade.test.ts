import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import type { Score } from "#grader/score/score-sample.js";
import { type Exchange, scriptFetch } from "#test/support/scripted-fetch.js";
import { type Outcome, type Surroundings, run } from "#test/support/run-in-memory.js";
import { hasPython } from "#test/support/has-python.js";

type Line = Score & { line: number; file?: string };

function linesOf({ stdout }: Outcome): Line[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

async function grade(words: string, surroundings: Surroundings = {}) {
  const outcome = await run(["grade", ...words.split(" ")], surroundings);
  return { ...outcome, lines: linesOf(outcome) };
}

const rewards = (lines: Line[]) => lines.map(({ line, reward }) => [line, reward]);

describe("rft grade", () => {
  it("writes a result for each line in the shape of graders/run, and a summary on stderr", async () => {
    const { exitCode, lines, stderr } = await grade("grader.json --samples answers.jsonl");
    expect(rewards(lines)).toEqual([
      [1, 1],
      [2, 0.39],
      [3, 0],
      [4, 0.7],
    ]);
    expect(Object.keys(lines[0] ?? {})).toEqual([
      "line",
      "reward",
      "sub_rewards",
      "metadata",
      "model_grader_token_usage_per_model",
    ]);
    expect(lines[2]).toMatchObject({
      detail: expect.stringContaining("{{sample.output_json.date}} cannot be found in this sample"),
      metadata: { errors: { invalid_variable_error: true } },
    });
    expect(stderr).toBe("4 samples, mean reward 0.5225\n  invalid_variable_error: 1\n");
    expect(exitCode).toBe(0);
  });

  it("is the same with --json, and silent on stderr with --quiet", async () => {
    const plain = await grade("grader.json --samples answers.jsonl");
    const json = await grade("grader.json --samples answers.jsonl --json --quiet");
    expect(rewards(json.lines)).toEqual(rewards(plain.lines));
    expect(json.stderr).toBe("");
  });

  it("gives a line that cannot be read 0 with its flag, and the exit code 1", async () => {
    const { exitCode, lines, stderr } = await grade("grader.json --samples answers-broken.jsonl");
    expect(rewards(lines)).toEqual([
      [1, 1],
      [2, 0],
      [3, 0],
      [4, 0],
      [5, 0.39],
    ]);
    expect(lines.map(({ metadata }) => metadata.errors.sample_parse_error)).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(stderr).toContain(
      "5 samples, mean reward 0.695\n  3 cannot be read (line 2: not valid JSON at column 68",
    );
    expect(exitCode).toBe(1);
  });

  it("reads standard input, and several files with their names", async () => {
    const stdin =
      '{"item":{"date":"d","weekday":"w"},"output_text":"{\\"date\\":\\"d\\",\\"weekday\\":\\"w\\"}"}';
    expect(rewards((await grade("grader.json --samples -", { stdin })).lines)).toEqual([[1, 1]]);
    const both = await grade("grader.json --samples - --samples answers.jsonl", { stdin });
    expect(both.lines.map(({ file, line }) => [file, line])).toEqual([
      ["-", 1],
      ["answers.jsonl", 1],
      ["answers.jsonl", 2],
      ["answers.jsonl", 3],
      ["answers.jsonl", 4],
    ]);
  });

  it("keeps the numbers of the source", async () => {
    const folder = mkdtempSync(join(tmpdir(), "rft-grade-"));
    writeFileSync(
      join(folder, "g.json"),
      '{"type":"string_check","input":"{{sample.output_text}}","reference":"{{item.n}}","operation":"eq"}',
    );
    const answers = ["1.0", "100.0", "1.5", "123456789012345678901234567890", "1e+16"];
    const sources = ["1.0", "1e2", "1.50", "123456789012345678901234567890", "1E16"];
    const rows = sources.map((n, index) => `{"item":{"n":${n}},"output_text":"${answers[index]}"}`);
    writeFileSync(join(folder, "s.jsonl"), rows.join("\n"));
    const { lines } = await grade("g.json --samples s.jsonl", { cwd: folder });
    expect(lines.map(({ reward }) => reward)).toEqual([1, 1, 1, 1, 1]);
  });

  test.each<[words: string, exitCode: number, message: string]>([
    ["grader.json", 2, "no samples to grade"],
    ["grader.json --samples nowhere.jsonl", 2, "nowhere.jsonl: no such file or folder"],
    ["nowhere.json --samples answers.jsonl", 2, "nowhere.json: no such file"],
    [
      "grader-typo.json --samples answers.jsonl",
      2,
      'grader-typo.json:6:3: there is no operation "neq" (operation-unknown)',
    ],
    ["grader-not-json.json --samples answers.jsonl", 2, "grader-not-json.json:"],
    ["grader.json --samples gzipped.jsonl", 2, "gzipped.jsonl: the file is a gzip archive"],
    ["grader.json --samples answers.jsonl --concurrency 0", 2, "It must be a whole number from 1"],
    ["grader-judge.json --samples answers.jsonl --judge d", 2, "no endpoint configured"],
    ["grader.json --samples answers.jsonl --remote 1", 2, "no endpoint configured"],
  ])("%s cannot start: %d", async (words, exitCode, message) => {
    const outcome = await grade(words);
    expect(outcome.stderr).toContain(message);
    expect(outcome).toMatchObject({ exitCode, stdout: "" });
  });

  it("ends with 130 after Ctrl-C", async () => {
    const outcome = await grade("grader.json --samples answers.jsonl", { signal: AbortSignal.abort() });
    expect(outcome).toMatchObject({
      exitCode: 130,
      stdout: "",
      stderr: "interrupted\n",
    });
  });
});

describe("rft grade with a python grader", () => {
  it("is null without --allow-python, with the reason, and the exit code is 1", async () => {
    const { exitCode, lines, stderr } = await grade("grader-python.json --samples answers.jsonl");
    expect(lines.map(({ reward }) => reward)).toEqual([null, null, null, null]);
    expect(lines[0]?.detail).toBe("a python grader runs with --allow-python");
    expect(stderr).toBe("4 samples\n  4 without a reward: a python grader runs with --allow-python\n");
    expect(exitCode).toBe(1);
  });

  it("is null where there is no python3", async () => {
    const words = "grader-python.json --samples answers.jsonl --allow-python";
    const { exitCode, lines } = await grade(words, { env: { PATH: "/nowhere" } });
    expect(lines[0]).toMatchObject({ reward: null, detail: "no python3 is found on the PATH" });
    expect(exitCode).toBe(1);
  });

  it.skipIf(!hasPython())("runs with --allow-python (skipped where python3 is absent)", async () => {
    const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" };
    const { exitCode, lines, stderr } = await grade(
      "grader-python.json --samples answers.jsonl --allow-python",
      { env },
    );
    expect(lines.map(({ reward }) => reward)).toEqual([1, 0.8571428571428572, 0, 1]);
    expect(lines[2]?.metadata.errors).toMatchObject({
      python_grader_runtime_error: true,
      python_grader_runtime_error_details: "TypeError at line 5 of source",
    });
    expect(stderr).toContain("python_grader_runtime_error: 1");
    expect(exitCode).toBe(0);
  });

  it.skipIf(!hasPython())(
    "does not start with a source that does not compile (skipped where python3 is absent)",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "rft-grade-"));
      writeFileSync(
        join(folder, "g.json"),
        '{\n"type":"python",\n"source":"def grade(sample, item)\\n  return 1"}',
      );
      writeFileSync(join(folder, "s.jsonl"), '{"output_text":""}\n');
      const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" };
      const outcome = await grade("g.json --samples s.jsonl", { cwd: folder, env });
      expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
      expect(outcome.stderr).toContain(
        "g.json:3:1: source does not compile: expected ':', line 1 (grader-invalid)",
      );
    },
  );
});

describe("rft check-grader of a python grader", () => {
  it.skipIf(!hasPython())(
    "has Python read its source, and runs nothing (skipped where python3 is absent)",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "rft-grade-"));
      const sub = (source: string) => ({ type: "python", source });
      const graders = {
        good: sub("open('mark', 'w')\ndef grade(s, i):\n  return 1"),
        bad: sub("def grade(s, i):\nreturn 1"),
      };
      const config = { type: "multi", graders, calculate_output: "good + bad" };
      writeFileSync(join(folder, "g.json"), JSON.stringify(config));
      const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "" };
      const { exitCode, stdout } = await run(["check-grader", "g.json", "--json"], { cwd: folder, env });
      const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: object[] };
      expect({ exitCode, ok }).toEqual({ exitCode: 1, ok: false });
      expect(findings).toContainEqual(
        expect.objectContaining({
          code: "grader-invalid",
          pointer: "/graders/bad/source",
          message: expect.stringContaining("source does not compile: expected an indented block"),
        }),
      );
      expect(readdirSync(folder)).toEqual(["g.json"]);
    },
  );
});

describe("rft grade with a judge", () => {
  const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "geheim" };
  const answer = (result: number): Exchange => ({
    request: "POST /openai/v1/chat/completions",
    body: {
      model: "gpt-4o-2024-08-06",
      choices: [{ finish_reason: "stop", message: { content: JSON.stringify({ steps: [], result }) } }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    },
  });

  it("shows what it used, and asks nothing twice", async () => {
    const cache = join(mkdtempSync(join(tmpdir(), "rft-grade-")), "cache");
    const words = `grader-judge.json --samples answers.jsonl --judge d --concurrency 1 --cache ${cache}`;
    const first = scriptFetch([answer(10), answer(5), answer(0), answer(20)]);
    const { exitCode, lines, stderr } = await grade(words, { env, fetch: first.fetch });
    first.expectAllUsed();
    expect(lines.map(({ reward, sub_rewards }) => [reward, sub_rewards["tone"]])).toEqual([
      [1, 10],
      [0.1, 5],
      [0, 0],
      [1, 10],
    ]);
    expect(lines[0]?.model_grader_token_usage_per_model).toMatchObject({
      "gpt-4o-2024-08-06": { total_tokens: 120 },
    });
    expect(stderr).toContain("judge gpt-4o-2024-08-06: 4 answers, 400 + 80 tokens (in + out)");
    expect(exitCode).toBe(0);
    expect(readdirSync(cache)).toHaveLength(4);

    const again = await grade(words, { env });
    expect(rewards(again.lines)).toEqual(rewards(lines));
    expect(again.stderr).toContain("judge: 4 answers kept from before");
  });

  it("goes on after an interruption with what was kept", async () => {
    const cache = join(mkdtempSync(join(tmpdir(), "rft-grade-")), "cache");
    const words = `grader-judge.json --samples answers.jsonl --judge d --concurrency 1 --cache ${cache}`;
    const abort = new AbortController();
    const script = scriptFetch([answer(10), answer(5)]);
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (script.sent.length < 2) return script.fetch(input, init);
      abort.abort();
      throw new DOMException("This operation was aborted", "AbortError");
    };
    const interrupted = await grade(words, { env, fetch, signal: abort.signal });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.stderr).toContain("the same command goes on from them");
    expect(interrupted.lines.length).toBeLessThan(4);
    expect(readdirSync(cache)).toHaveLength(2);

    const rest = scriptFetch([answer(0), answer(10)]);
    const resumed = await grade(words, { env, fetch: rest.fetch });
    rest.expectAllUsed();
    expect(resumed.lines.map(({ reward }) => reward)).toEqual([1, 0.1, 0, 1]);
    expect(resumed.stderr).toContain("judge: 2 answers kept from before");
  });

  it("ends where the deployment is not there, with the exit code for it", async () => {
    const missing: Exchange = {
      request: "POST /openai/v1/chat/completions",
      status: 404,
      body: { error: { code: "DeploymentNotFound", message: "The API deployment does not exist." } },
    };
    const cache = mkdtempSync(join(tmpdir(), "rft-grade-"));
    const words = `grader-judge.json --samples answers.jsonl --judge d --concurrency 1 --cache ${cache}`;
    const outcome = await grade(words, { env, fetch: scriptFetch([missing]).fetch });
    expect(outcome).toMatchObject({
      exitCode: 3,
      stdout: "",
      stderr: expect.stringContaining("DeploymentNotFound"),
    });
  });

  it("says null for a judge that nobody named", async () => {
    const { exitCode, lines } = await grade("grader-judge.json --samples answers.jsonl");
    expect(lines[0]).toMatchObject({
      reward: null,
      sub_rewards: { date: 1 },
      detail: expect.stringContaining("--judge"),
    });
    expect(exitCode).toBe(1);
  });
});

describe("rft grade --remote", () => {
  const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "geheim" };
  const answer = (reward: number): Exchange => ({
    request: "POST /openai/v1/fine_tuning/alpha/graders/run",
    body: { reward },
  });

  it("has the first samples scored there and names each difference; a warning changes no exit code", async () => {
    const script = scriptFetch([answer(1), answer(0.5)]);
    const words = "grader.json --samples answers.jsonl --remote 2";
    const { exitCode, lines, stderr } = await grade(words, { env, fetch: script.fetch });
    script.expectAllUsed();
    expect(script.sent[0]?.body).toMatchObject({
      grader: { type: "multi", name: "due date" },
      model_sample: '{"date": "2026-01-14", "weekday": "Wednesday"}',
      item: { date: "2026-01-14", weekday: "Wednesday" },
    });
    expect(lines).toHaveLength(4);
    expect(stderr).toContain("service: 2 samples compared, 1 differ");
    expect(stderr).toContain(
      "answers.jsonl:2: warning the service gives 0.5, and here it is 0.39 (remote-disagrees)",
    );
    expect(exitCode).toBe(0);
  });
});
