import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { type Exchange, type SentRequest, scriptFetch } from "#test/support/scripted-fetch.js";
import { run } from "#test/support/run-in-memory.js";

const env = { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "geheim" };
const answer = (content: string | null): Exchange => ({
  request: "POST /openai/v1/chat/completions",
  body: {
    model: "gpt-4.1-2025-04-14",
    choices: [{ finish_reason: "stop", message: { content } }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  },
});
const draft = (grader: object | string, format: object | string, fields: object[] = []) =>
  answer(
    JSON.stringify({
      grader: typeof grader === "string" ? grader : JSON.stringify(grader),
      response_format: typeof format === "string" ? format : JSON.stringify(format),
      fields,
    }),
  );

const grader = {
  type: "string_check",
  name: "capital",
  input: "{{sample.output_json.capital}}",
  reference: "{{item.capital}}",
  operation: "eq",
};
const format = {
  type: "json_schema",
  json_schema: {
    name: "answer",
    strict: true,
    schema: {
      type: "object",
      properties: { capital: { type: "string" } },
      required: ["capital"],
      additionalProperties: false,
    },
  },
};

function newFolder() {
  const cwd = mkdtempSync(join(tmpdir(), "rft-describe-"));
  const rows = Array.from({ length: 40 }, (_, at) =>
    JSON.stringify({
      messages: [{ role: "user", content: `Capital of country ${at}? Answer in JSON: {"capital": ...}` }],
      capital: `Town ${at * 7}`,
    }),
  );
  writeFileSync(join(cwd, "rows.jsonl"), `${rows.join("\n")}\n`);
  return cwd;
}

async function init(script: Exchange[], ...more: string[]) {
  const cwd = newFolder();
  const scripted = scriptFetch(script);
  const argv = ["init", "--data", "rows.jsonl", "--describe", "Name the capital", "--model", "d", ...more];
  const outcome = await run(argv, { cwd, env, fetch: scripted.fetch });
  scripted.expectAllUsed();
  return { ...outcome, cwd, sent: scripted.sent };
}

function messagesOf(request: SentRequest | undefined) {
  const { messages } = (request?.body ?? { messages: [] }) as {
    messages: { role: string; content: string }[];
  };
  return messages;
}

const readJson = (cwd: string, name: string) => JSON.parse(readFileSync(join(cwd, name), "utf8"));

describe("rft init --describe", () => {
  it("writes the model's draft and checks it on the rows", async () => {
    const use = { field: "capital", use: "string_check eq", reason: "one right answer" };
    const { exitCode, stdout, stderr, cwd, sent } = await init([draft(grader, format, [use])]);
    expect(readJson(cwd, "grader.json")).toEqual(grader);
    expect(readJson(cwd, "response-format.json")).toEqual(format);
    const [developer, user] = messagesOf(sent[0]);
    expect(user?.content).toContain("Name the capital");
    expect(user?.content).toContain('- capital: string, in 40 rows, such as "Town 0", "Town 7", "Town 14"');
    expect(developer?.content).toContain("string_check");
    expect(sent[0]?.body).not.toHaveProperty("max_tokens");
    expect(stdout).toContain("by gpt-4.1-2025-04-14: 1 answer, 100 + 20 tokens (in + out)");
    expect(stdout).toContain("capital: string_check eq (one right answer)");
    expect(stdout).toContain("draft is usable");
    expect(stderr).toBe("Asking d for a draft\n");
    expect(exitCode).toBe(0);
  });

  test.each<[name: string, bad: Exchange, told: string]>([
    ["an unknown operation", draft({ ...grader, operation: "neq" }, format), 'Did you mean "ne"?'],
    [
      "a field no row has",
      draft({ ...grader, reference: "{{item.town}}" }, format),
      "no row has {{item.town}}",
    ],
    [
      "a path the schema lacks",
      draft({ ...grader, input: "{{sample.output_json.town}}" }, format),
      "which the response format's schema does not have",
    ],
    ["JSON read without a format", draft(grader, ""), "no response format makes the answer JSON"],
    ["a grader that is no JSON", draft("{", format), "grader is not the text of a JSON object"],
    ["an array", answer("[]"), "the answer is not a JSON object"],
  ])("shows the model what is wrong with its draft once: %s", async (_, bad, told) => {
    const { exitCode, cwd, sent, stdout } = await init([bad, draft(grader, format)], "--json");
    const messages = messagesOf(sent[1]);
    expect(messages.map(({ role }) => role)).toEqual(["developer", "user", "assistant", "user"]);
    expect(messages[3]?.content).toContain(told);
    expect(readJson(cwd, "grader.json")).toEqual(grader);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, models: [{ answers: 2 }] });
    expect(exitCode).toBe(0);
  });

  it("says what is wrong with a draft that stays bad, and that it is not usable", async () => {
    const bad = draft({ ...grader, reference: "{{item.town}}" }, format);
    const { exitCode, stdout } = await init([bad, bad], "--json");
    const { ok, findings } = JSON.parse(stdout);
    expect(findings).toContainEqual(expect.objectContaining({ code: "template-unresolved" }));
    expect({ ok, exitCode }).toEqual({ ok: false, exitCode: 1 });
  });

  it("finds in a well-formed draft what only the rows can tell", async () => {
    const lenient = {
      ...grader,
      operation: "like",
      input: "{{item.capital}}",
      reference: "{{sample.output_text}}",
    };
    const { exitCode, stdout } = await init([draft(lenient, "")], "--json");
    const codes = JSON.parse(stdout).findings.map(({ code }: { code: string }) => code);
    expect(codes).toContain("attack-succeeds");
    expect(exitCode).toBe(1);
  });

  it("writes nothing where there is no draft", async () => {
    const { exitCode, stderr, cwd } = await init([answer(null), answer("I cannot help with that.")]);
    expect(stderr).toContain("gpt-4.1-2025-04-14 gave no draft: the answer is not a JSON object");
    expect(exitCode).toBe(3);
    expect(readdirSync(cwd)).toEqual(["rows.jsonl"]);
  });

  test.each([
    ["--describe", "a task"],
    ["--model", "d"],
    ["--describe", " ", "--model", "d"],
  ])("%s %s alone is a wrong usage", async (...words) => {
    const { exitCode, stderr } = await run(["init", "--data", "rows.jsonl", ...words], {
      cwd: newFolder(),
      env,
    });
    expect(stderr).toContain("--describe and --model go together");
    expect(exitCode).toBe(2);
  });
});
