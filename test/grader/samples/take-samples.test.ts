import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, test } from "vitest";
import { RftError } from "#errors.js";
import type { Deployment, DeploymentReply } from "#service/judge.js";
import { sampleRequest } from "#grader/samples/sample-request.js";
import { openSampleStore } from "#grader/samples/sample-store.js";
import { type SamplingRequest, takeSamples } from "#grader/samples/take-samples.js";
import { type JsonObject, parseJson } from "#json/json-value.js";

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cached_tokens: 0 };

function replyOf(change: Partial<DeploymentReply> = {}): DeploymentReply {
  return { content: "an answer", refusal: null, finishReason: "stop", model: "o4-mini", usage, ...change };
}

/** A deployment that answers its nth question by a function, and remembers what it was asked. */
function fakeDeployment(answer: (time: number) => DeploymentReply = () => replyOf(), name = "https://r d") {
  const asked: object[] = [];
  const deployment: Deployment = {
    name,
    async ask(request) {
      asked.push(request);
      return answer(asked.length);
    },
  };
  return { deployment, asked };
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "rft-samples-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const row = (question: string, more = '"a":1.0') =>
  `{"messages":[{"role":"user","content":"${question}"}],${more}}`;

async function take(
  cwd: string,
  texts: string[],
  { deployment, ...more }: { deployment: Deployment } & Partial<SamplingRequest>,
) {
  async function* rows() {
    for (const [index, text] of texts.entries()) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every row of these tests is an object
      yield { line: index + 1, text, item: parseJson(text) as JsonObject };
    }
  }
  const settings = more.settings ?? {};
  const { signal } = new AbortController();
  const store = openSampleStore(cwd, deployment.name, settings);
  const request = { rows: rows(), n: 50, k: 2, deployment, settings, store, atOnce: 1, signal, ...more };
  const { report, lines } = await takeSamples(request);
  const subjects = [];
  for await (const batch of lines) subjects.push(...batch.map(({ subject }) => subject));
  return { report, subjects, text: () => readFileSync(join(cwd, report.file), "utf8") };
}

describe("the question for a row", () => {
  const messages = [{ role: "user", content: "q" }];
  test.each<[name: string, item: JsonObject, settings: object, body: JsonObject | undefined]>([
    ["messages alone", { messages, answer: 1 }, {}, { messages }],
    [
      "what else of the row goes to the model",
      { messages, tools: [{ type: "function" }], parallel_tool_calls: false },
      {},
      { messages, tools: [{ type: "function" }], parallel_tool_calls: false },
    ],
    [
      "settings by the names that reasoning models take",
      { messages },
      { responseFormat: { type: "json_object" }, reasoningEffort: "low", maxCompletionTokens: 9 },
      {
        messages,
        response_format: { type: "json_object" },
        reasoning_effort: "low",
        max_completion_tokens: 9,
      },
    ],
    [
      "the row's own response format before the job's",
      { messages, response_format: { type: "text" } },
      { responseFormat: { type: "json_object" } },
      { messages, response_format: { type: "text" } },
    ],
    ["none without messages", { answer: 1 }, {}, undefined],
    ["none for empty messages", { messages: [] }, {}, undefined],
  ])("%s", (_, item, settings, body) => {
    expect(sampleRequest(item, settings)).toEqual(body);
  });
});

describe("taking samples", () => {
  it("asks k times for each row and keeps the answers as a samples file", async () => {
    const { deployment, asked } = fakeDeployment((time) => replyOf({ content: `answer ${time}` }));
    const { report, subjects, text } = await take(newFolder(), [row("p"), row("q")], { deployment });
    expect(asked).toHaveLength(4);
    expect(report).toMatchObject({ rows: 2, samplesPerRow: 2, answers: 4, kept: 0, failed: 0, cutOff: 0 });
    expect(report.models).toEqual([
      {
        model: "o4-mini",
        answers: 4,
        usage: { prompt_tokens: 40, completion_tokens: 20, total_tokens: 60, cached_tokens: 0 },
      },
    ]);
    expect(subjects.map((subject) => subject?.sample.output_text)).toEqual([
      "answer 1",
      "answer 2",
      "answer 3",
      "answer 4",
    ]);
    // The row as it was written: 1.0 is not 1 to a grader.
    expect(text().split("\n")[0]).toBe(
      `{"item":${row("p")},"sample":{"output_text":"answer 1"},"model":"o4-mini","finish_reason":"stop","usage":${JSON.stringify(usage)}}`,
    );
    expect(report.file).toMatch(/^\.rft\/samples\/d-[0-9a-f]{8}\.jsonl$/);
  });

  it("does not ask again what is kept, and counts the kept ones to their own rows", async () => {
    const cwd = newFolder();
    await take(cwd, [row("p"), row("q")], { deployment: fakeDeployment().deployment });
    const { deployment, asked } = fakeDeployment();
    const { report, subjects } = await take(cwd, [row("q"), row("new")], { deployment, k: 3 });
    expect(asked).toHaveLength(1 + 3);
    expect(report).toMatchObject({ answers: 4, kept: 2 });
    expect(subjects).toHaveLength(6);
    const fewer = await take(cwd, [row("q")], { deployment, k: 1 });
    expect(fewer.report).toMatchObject({ answers: 0, kept: 1, models: [] });
    expect(fewer.subjects).toHaveLength(1);
  });

  it("keeps answers to other settings and of other deployments apart", async () => {
    const cwd = newFolder();
    const files = [];
    for (const [name, settings] of [
      ["https://r d", {}],
      ["https://r e", {}],
      ["https://r d", { reasoningEffort: "low" }],
    ] as const) {
      const { deployment, asked } = fakeDeployment(undefined, name);
      files.push((await take(cwd, [row("p")], { deployment, settings })).report.file);
      expect(asked).toHaveLength(2);
    }
    expect(new Set(files).size).toBe(3);
  });

  it("passes over a line that a killed run has cut off, and does not glue the next one to it", async () => {
    const cwd = newFolder();
    const first = await take(cwd, [row("p")], { deployment: fakeDeployment().deployment, k: 1 });
    appendFileSync(join(cwd, first.report.file), '{"item":{"a"');
    const { report, subjects } = await take(cwd, [row("p")], { deployment: fakeDeployment().deployment });
    expect(report).toMatchObject({ answers: 1, kept: 1 });
    expect(subjects).toHaveLength(2);
  });

  it("takes a fair sample of the rows, each different row once", async () => {
    const many = Array.from({ length: 30 }, (_, index) => row(`q${index % 20}`));
    const { deployment, asked } = fakeDeployment();
    const { report } = await take(newFolder(), many, { deployment, n: 7, k: 1 });
    expect(report.rows).toBe(7);
    expect(new Set(asked.map((body) => JSON.stringify(body))).size).toBe(7);
  });

  it("keeps tool calls, and empty answers that the limit cut off", async () => {
    const calls = [{ id: "1", type: "function", function: { name: "f", arguments: "{}" } }];
    const { deployment } = fakeDeployment((time) =>
      time === 1
        ? replyOf({ content: null, toolCalls: calls, finishReason: "tool_calls" })
        : replyOf({ content: "", finishReason: "length" }),
    );
    const { report, subjects } = await take(newFolder(), [row("p")], { deployment });
    expect(subjects.map((subject) => subject?.sample)).toMatchObject([
      { output_text: "", output_tools: calls },
      { output_text: "" },
    ]);
    expect(report.cutOff).toBe(1);
  });

  it("goes on after a question that failed, which is asked again the next time", async () => {
    const cwd = newFolder();
    const { deployment } = fakeDeployment((time) => {
      if (time === 2) throw new RftError("refused", "content filter", { status: 400 });
      return replyOf();
    });
    const { report } = await take(cwd, [row("p"), row("q")], { deployment });
    expect(report).toMatchObject({ answers: 3, failed: 1, reason: "content filter" });
    const again = await take(cwd, [row("p"), row("q")], { deployment: fakeDeployment().deployment });
    expect(again.report).toMatchObject({ answers: 1, kept: 3, failed: 0 });
  });

  it.each<[name: string, error: RftError, times: number]>([
    ["five refusals and no answer", new RftError("refused", "no such parameter", { status: 400 }), 5],
    ["a deployment that is not there", new RftError("not-found", "DeploymentNotFound", { status: 404 }), 1],
  ])("stops after %s", async (_, error, times) => {
    const { deployment, asked } = fakeDeployment(() => {
      throw error;
    });
    const rows = Array.from({ length: 20 }, (_unused, index) => row(`q${index}`));
    await expect(take(newFolder(), rows, { deployment })).rejects.toBe(error);
    expect(asked).toHaveLength(times);
  });
});
