import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, test } from "vitest";
import { hasPython } from "#test/support/has-python.js";
import { type Exchange, scriptFetch } from "#test/support/scripted-fetch.js";
import { run } from "#test/support/run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "geheim" };
const answer = (content: string): Exchange => ({
  request: "POST /openai/v1/chat/completions",
  body: {
    model: "o4-mini-2025-04-16",
    choices: [{ finish_reason: "stop", message: { content } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  },
});
const right = '{"date":"2026-01-14","weekday":"Wednesday"}';

function newFolder() {
  const cwd = mkdtempSync(join(tmpdir(), "rft-check-"));
  for (const name of ["grader.json", "response-format.json", "job.yaml", "train.jsonl", "valid.jsonl"]) {
    writeFileSync(join(cwd, name), readFileSync(resolve("fixtures/cli", name)));
  }
  return cwd;
}

describe("rft check-grader --model", () => {
  it("asks as training would, and shows what it took", async () => {
    const cwd = newFolder();
    const script = scriptFetch([answer(right), answer("{}")]);
    const words = "check-grader --job job.yaml --no-attacks --model d -k 2 -n 1 --concurrency 1 --json";
    const { stdout, stderr } = await run(words.split(" "), { cwd, env, fetch: script.fetch });
    script.expectAllUsed();
    expect(script.sent[0]?.body).toMatchObject({
      model: "d",
      messages: [{ role: "user" }],
      response_format: { type: "json_schema", json_schema: { strict: true } },
      reasoning_effort: "medium",
    });
    expect(script.sent[0]?.body).not.toHaveProperty("temperature");
    const { sampling, samples } = JSON.parse(stdout);
    expect(sampling).toMatchObject({ answers: 2, kept: 0, models: [{ usage: { total_tokens: 240 } }] });
    expect(samples).toMatchObject({ n: 2, prompts: 1 });
    expect(stderr).toBe(`Asking d 2 questions about 1 rows (kept in ${sampling.file})\n`);
    expect(stdout + stderr).not.toContain("geheim");
  });

  it("keeps what it has after Ctrl-C, and says so", async () => {
    const cwd = newFolder();
    const words = "check-grader --job job.yaml --no-attacks --model d -k 2 -n 1 --concurrency 1 --json";
    const abort = new AbortController();
    const script = scriptFetch([answer(right)]);
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (script.sent.length === 0) return script.fetch(input, init);
      abort.abort();
      throw new DOMException("This operation was aborted", "AbortError");
    };
    const interrupted = await run(words.split(" "), { cwd, env, fetch, signal: abort.signal });
    expect(interrupted.exitCode).toBe(130);
    expect(interrupted.stderr).toContain("the same command goes on from them");
    const rest = scriptFetch([answer("{}")]);
    const { stdout } = await run(words.split(" "), { cwd, env, fetch: rest.fetch });
    expect(JSON.parse(stdout).sampling).toMatchObject({ answers: 1, kept: 1 });
  });

  it("asks nothing for a grader that cannot be read", async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, "bad.json"), '{"type":"string_check","operation":"neq"}');
    const words = "check-grader bad.json --data train.jsonl --model d";
    const { exitCode } = await run(words.split(" "), { cwd, env });
    expect(exitCode).toBe(1);
    expect(readdirSync(cwd)).not.toContain(".rft");
  });

  test.each<[words: string, message: string]>([
    ["--data train.jsonl --model d --samples s.jsonl", "--samples and --model both say"],
    ["--model d", "no rows that d could answer"],
    ["--data - --model d", "no rows that d could answer"],
    ["--data train.jsonl -k 3", "-k and -n say how a deployment is asked"],
    ["--data train.jsonl --model d -k 0", "It must be a whole number from 1"],
  ])("%s is a wrong usage", async (words, message) => {
    const argv = ["check-grader", "grader.json", ...words.split(" ")];
    const { exitCode, stderr } = await run(argv, { env });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  it("needs an endpoint", async () => {
    const words = "check-grader grader.json --data train.jsonl --model d";
    expect(await run(words.split(" "))).toMatchObject({ exitCode: 2, stdout: "" });
  });
});

describe("rft check-grader --judge", () => {
  it("shows what the judge used, and keeps its answers", async () => {
    const cache = mkdtempSync(join(tmpdir(), "rft-check-"));
    let asked = 0;
    const fetch: typeof globalThis.fetch = async () => {
      asked++;
      return Response.json(answer('{"steps":[],"result":9}').body);
    };
    const words = `check-grader grader-judge.json --data train.jsonl --judge j --attack-rows 2 --cache ${cache}`;
    const { stdout, stderr } = await run(words.split(" "), { env, fetch });
    expect(stdout).toContain("runs here: string_check, score_model");
    expect(stdout).toContain("answered 2 of 12 rows: a judge is paid for each answer (--attack-rows)");
    expect(stdout).toContain(`judge o4-mini-2025-04-16: ${asked} answers, `);
    expect(stderr).toBe("");
    expect(readdirSync(cache)).toHaveLength(asked);
    const again = await run([...words.split(" "), "--json"], { env });
    expect(JSON.parse(again.stdout)).toMatchObject({
      executed: ["string_check", "score_model"],
      static: [],
      answered: { rows: 2, of: 12 },
      judge: { models: [] },
    });
  });

  it("says that it was not needed", async () => {
    const { exitCode, stderr } = await run(
      "check-grader grader.json --data train.jsonl --judge j".split(" "),
    );
    expect(stderr).toBe("j was not asked: nothing in this grader is judged by a model.\n");
    expect(exitCode).toBe(0);
  });

  it("needs neither a connection nor Python for a grader that cannot be read", async () => {
    const cwd = newFolder();
    const judge = { type: "score_model", model: "gpt-4o" };
    const python = { type: "python" };
    const grader = { type: "multi", graders: { judge, python }, calculate_output: "judge * python" };
    writeFileSync(join(cwd, "bad.json"), JSON.stringify(grader));
    const words = "check-grader bad.json --data train.jsonl --judge j --allow-python";
    const { exitCode, stdout, stderr } = await run(words.split(" "), { cwd, env: { PATH: "/nowhere" } });
    expect(stdout).toContain('the key "source" is missing');
    expect(stderr).not.toContain("nothing in this grader is judged");
    expect(exitCode).toBe(1);
  });
});

describe("rft check-grader --allow-python", () => {
  it("cannot start where there is no python3", async () => {
    const words = "check-grader grader-python.json --data train.jsonl --allow-python";
    const outcome = await run(words.split(" "), { env: { PATH: "/nowhere" } });
    expect(outcome).toMatchObject({ exitCode: 2, stdout: "" });
    expect(outcome.stderr).toContain("no python3 is found on the PATH");
  });

  it.skipIf(!hasPython())("runs the program (skipped where python3 is absent)", async () => {
    const words = "check-grader grader-python.json --data train.jsonl --response-format response-format.json";
    const argv = [...words.split(" "), "--allow-python", "--gold", '{"date":"{{item.date}}"}', "--json"];
    const { stdout } = await run(argv, { env: { PATH: process.env["PATH"] ?? "" } });
    expect(JSON.parse(stdout)).toMatchObject({
      executed: ["python"],
      static: [],
      gold: { n: 12, mean: 1 },
      answered: { rows: 12, of: 12 },
    });
  });

  it("is not tried without being asked for, and the report says how", async () => {
    const { stdout, stderr } = await run("check-grader grader-python.json --data train.jsonl".split(" "));
    expect(stdout).toContain("checked statically only: python");
    expect(stderr).toContain("A python grader runs with --allow-python.");
  });
});
