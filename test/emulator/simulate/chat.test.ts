import { describe, expect, it, test } from "vitest";
import { compileJudgeRequest } from "#grader/judge/judge-request.js";
import type { JsonObject, JsonValue } from "#json/json-value.js";
import { type TestEmulator, testEmulator } from "#test/support/test-emulator.js";

interface Completion extends JsonObject {
  model: string;
  choices: { message: { content: string }; finish_reason: string }[];
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
}

async function ask(emulator: TestEmulator, body: JsonObject): Promise<Completion> {
  const answer = await emulator.post<Completion>("/chat/completions", { model: "judge", ...body });
  expect(answer.status).toBe(200);
  return answer.body;
}

const messages = [{ role: "user", content: "How good is it?" }];

function judgeBody(range?: [number, number]): JsonObject {
  const write = compileJudgeRequest({
    type: "score_model",
    model: "gpt-4o",
    input: [{ role: "user", content: "x" }],
    ...(range && { range }),
  });
  return JSON.parse(JSON.stringify(write({ item: {}, sample: { output_text: "" } })));
}

describe("chat completions, simulated", () => {
  test.each<[range: [number, number] | undefined]>([[undefined], [[0, 10]], [[-2.5, -1]], [[1, 1]]])(
    "a judge answers in its range %j and says that it is simulated",
    async (range) => {
      const emulator = await testEmulator();
      const { choices, model } = await ask(emulator, judgeBody(range));
      const { steps, result } = JSON.parse(choices[0]?.message.content ?? "");
      const [low, high] = range ?? [0, 1];
      expect(result).toBeGreaterThanOrEqual(low);
      expect(result).toBeLessThanOrEqual(high);
      expect(steps[0].description).toContain("azure-rft emulator: a simulated answer");
      expect(model).toBe("judge (simulated)");
    },
  );

  it("answers the same to the same question, by the seed", async () => {
    const [one, two, other] = [await testEmulator(), await testEmulator(), await testEmulator({ seed: 2 })];
    const content = async (emulator: TestEmulator) =>
      (await ask(emulator, judgeBody([0, 1000]))).choices[0]?.message;
    expect(await content(one)).toEqual(await content(two));
    expect(await content(one)).not.toEqual(await content(other));
  });

  it("answers the same question anew when it is asked again, in an order of its own", async () => {
    const threeTimes = async () => {
      const emulator = await testEmulator();
      const answers = [];
      for (let time = 0; time < 3; time++) answers.push(await ask(emulator, judgeBody([0, 1000])));
      return answers.map(({ id, choices }) => `${String(id)} ${choices[0]?.message.content}`);
    };
    const answers = await threeTimes();
    expect(new Set(answers).size).toBe(3);
    expect(await threeTimes()).toEqual(answers);
  });

  it("fits any schema it is asked for", async () => {
    const emulator = await testEmulator();
    const schema = {
      type: "object",
      properties: {
        word: { type: "string" },
        choice: { enum: ["a"] },
        many: { type: "array", items: { type: "integer" } },
        maybe: { type: ["boolean", "null"] },
        nothing: { type: "null" },
        anything: {},
      },
    };
    const { choices } = await ask(emulator, {
      messages,
      response_format: { type: "json_schema", json_schema: { name: "x", schema } },
    });
    expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({
      word: expect.any(String),
      choice: "a",
      many: [expect.any(Number)],
      maybe: expect.any(Boolean),
      nothing: null,
      anything: expect.any(String),
    });
  });

  it("answers a text where no format is asked for, and counts tokens", async () => {
    const { choices, usage } = await ask(await testEmulator(), { messages });
    expect(choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: expect.stringContaining("simulated") },
    });
    expect(usage.total_tokens).toBe(usage.prompt_tokens + usage.completion_tokens);
    expect(usage.prompt_tokens).toBeGreaterThan(0);
  });

  it("stands on the dated path under the deployment's name", async () => {
    const emulator = await testEmulator();
    const path = "/openai/deployments/my%20judge/chat/completions?api-version=2025-04-01-preview";
    const { status, body } = await emulator.send("POST", path, { body: JSON.stringify({ messages }) });
    expect({ status, model: body["model"] }).toEqual({ status: 200, model: "my judge (simulated)" });
  });

  test.each<[name: string, body: JsonValue]>([
    ["no model", { messages }],
    ["no messages", { model: "m" }],
    ["empty messages", { model: "m", messages: [] }],
    ["an array", []],
  ])("%s is refused", async (_name, body) => {
    expect((await (await testEmulator()).post("/chat/completions", body)).status).toBe(400);
  });
});
