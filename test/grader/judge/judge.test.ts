import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { RftError } from "#errors.js";
import { compileGrader } from "#grader/score/compile-grader.js";
import { createScorer } from "#grader/score/create-scorer.js";
import { cacheJudge } from "#grader/judge/judge-cache.js";
import { readJudgeReply } from "#grader/judge/judge-reply.js";
import type { Judge, JudgeReply, JudgeRequest } from "#service/judge.js";
import { limitDeployment } from "#grader/judge/limit-deployment.js";
import type { JsonObject } from "#json/json-value.js";

const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, cached_tokens: 0 };

function replyOf(change: Partial<JudgeReply> = {}): JudgeReply {
  return {
    content: '{"steps":[],"result":0.5}',
    refusal: null,
    finishReason: "stop",
    model: "gpt-4o-2024-08-06",
    usage,
    ...change,
  };
}

/** A judge that answers by a function and remembers what it was asked. */
function fakeJudge(answer: (request: JudgeRequest) => JudgeReply | Promise<JudgeReply> = () => replyOf()) {
  const asked: JudgeRequest[] = [];
  const judge: Judge = {
    name: "fake",
    async ask(request) {
      asked.push(request);
      return answer(request);
    },
  };
  return { judge, asked };
}

const config: JsonObject = {
  type: "score_model",
  name: "judge",
  model: "gpt-4o-2024-08-06",
  input: [{ role: "user", content: "Rate {{sample.output_text}} against {{item.a}}" }],
};

async function scoreWith(judge: Judge, change: JsonObject = {}, item: JsonObject = { a: "b" }) {
  const scorer = await createScorer(compileGrader({ ...config, ...change }), { judge });
  return scorer.score({ item, sample: { output_text: "x {{item.a}}" } });
}

describe("the request to a judge", () => {
  test.each<[name: string, change: JsonObject, part: object]>([
    ["a text", {}, { messages: [{ role: "user", content: "Rate x {{item.a}} against b" }] }],
    [
      "parts of every kind",
      {
        input: [
          { role: "developer", content: { type: "input_text", text: "{{item.a}}" }, type: "message" },
          {
            role: "user",
            content: [
              "plain {{item.a}}",
              { type: "output_text", text: "{{sample.output_text}}" },
              { type: "input_image", image_url: "https://example.com/{{item.a}}", detail: "low" },
              { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
            ],
          },
        ],
      },
      {
        messages: [
          { role: "developer", content: [{ type: "text", text: "b" }] },
          {
            role: "user",
            content: [
              { type: "text", text: "plain b" },
              { type: "text", text: "x {{item.a}}" },
              { type: "image_url", image_url: { url: "https://example.com/{{item.a}}", detail: "low" } },
              { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
            ],
          },
        ],
      },
    ],
    [
      "sampling_params by the names of chat completions, nulls left out",
      {
        sampling_params: {
          seed: 3,
          top_p: 0.5,
          temperature: null,
          max_completions_tokens: 99,
          reasoning_effort: "low",
        },
      },
      { seed: 3, top_p: 0.5, max_completion_tokens: 99, reasoning_effort: "low" },
    ],
    [
      "the structured answer, with the range",
      { range: [1, 5] },
      {
        response_format: {
          type: "json_schema",
          json_schema: {
            name: "float_score_classification",
            strict: true,
            schema: {
              required: ["steps", "result"],
              properties: {
                steps: { items: { required: ["description", "conclusion"] } },
                result: { type: "number", description: expect.stringContaining("range 1 to 5.") },
              },
            },
          },
        },
      },
    ],
  ])("%s", async (_name, change, part) => {
    const { judge, asked } = fakeJudge();
    await scoreWith(judge, change);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject(part);
  });

  it("holds no setting that the grader does not name", async () => {
    const { judge, asked } = fakeJudge();
    await scoreWith(judge);
    expect(Object.keys(asked[0] ?? {}).toSorted()).toEqual(["messages", "response_format"]);
  });

  it("is not sent where a template leads nowhere", async () => {
    const { judge, asked } = fakeJudge();
    expect(await scoreWith(judge, {}, {})).toMatchObject({
      reward: 0,
      metadata: { errors: { invalid_variable_error: true } },
      detail: "{{item.a}} cannot be found in this row",
    });
    expect(asked).toEqual([]);
  });
});

describe("a judge's answer", () => {
  test.each<[content: string | null, value: number, flag?: string]>([
    ['{"steps":[{"description":"d","conclusion":"c"}],"result":0.75}', 0.75],
    ['{"result":7}', 1],
    ['{"result":-7}', 0],
    ['{"result":"0.5"}', 0.5],
    ['{"result":0}', 0],
    ['{"result":1e999}', 0, "model_grader_parse_error"],
    ['{"result":"NaN"}', 0, "model_grader_parse_error"],
    ['{"result":""}', 0, "model_grader_parse_error"],
    ['{"result":null}', 0, "model_grader_parse_error"],
    ['{"result":true}', 0, "model_grader_parse_error"],
    ['{"result":[1]}', 0, "model_grader_parse_error"],
    ['{"steps":[]}', 0, "model_grader_parse_error"],
    ["0.9", 0, "model_grader_parse_error"],
    ["Score: 4", 0, "model_grader_parse_error"],
    ["", 0, "model_grader_parse_error"],
    [null, 0, "model_grader_parse_error"],
  ])("%j gives %d", (content, value, flag) => {
    expect(readJudgeReply(replyOf({ content }), [0, 1])).toMatchObject({ value, raised: flag ? [flag] : [] });
  });

  test.each<[change: Partial<JudgeReply>, flag: string, detail: string]>([
    [{ content: null, refusal: "I can't" }, "model_grader_refusal_error", "the judge refused: I can't"],
    [{ content: null, finishReason: "content_filter" }, "model_grader_refusal_error", "content filter"],
    [
      { content: '{"steps":[{"descr', finishReason: "length" },
      "model_grader_parse_error",
      "max_completions_tokens",
    ],
  ])("%j raises a flag and says why", (change, flag, detail) => {
    const outcome = readJudgeReply(replyOf(change), [0, 1]);
    expect(outcome).toMatchObject({ value: 0, raised: [flag], detail: expect.stringContaining(detail) });
  });

  it("gives 0 for what is no number, also where 0 lies outside the range", () => {
    expect(readJudgeReply(replyOf({ content: "?" }), [1, 5]).value).toBe(0);
  });

  it("is always a number in the range, or 0 with a flag", () => {
    const content = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map((result) => JSON.stringify({ result })),
    );
    fc.assert(
      fc.property(content, fc.double({ noNaN: true, min: -10, max: 0 }), (text, low) => {
        const { value, raised } = readJudgeReply(replyOf({ content: text }), [low, 5]);
        expect(raised.length === 0 ? value! >= low && value! <= 5 : value === 0).toBe(true);
      }),
    );
  });

  it("tells the model and its tokens", async () => {
    expect(await scoreWith(fakeJudge().judge)).toMatchObject({
      reward: 0.5,
      metadata: { token_usage: usage, sampled_model_name: "gpt-4o-2024-08-06" },
      model_grader_token_usage_per_model: { "gpt-4o-2024-08-06": usage },
    });
  });
});

describe("a judge that cannot answer", () => {
  test.each(["refused", "timeout"] as const)("one request %s: 0, with the flag", async (code) => {
    const { judge } = fakeJudge(() => Promise.reject(new RftError(code, "no luck")));
    expect(await scoreWith(judge)).toMatchObject({
      reward: 0,
      metadata: { errors: { model_grader_server_error: true, model_grader_server_error_details: "no luck" } },
    });
  });

  it("a fault of the service: 0, with the flag", async () => {
    const fault = new RftError("unreachable", "a fault", { status: 503 });
    const { judge } = fakeJudge(() => Promise.reject(fault));
    expect(await scoreWith(judge)).toMatchObject({
      metadata: { errors: { model_grader_server_error: true } },
    });
  });

  test.each(["authentication", "not-found", "rate-limited", "unreachable", "interrupted", "input"] as const)(
    "%s ends the run, as the next request would fail too",
    async (code) => {
      const { judge } = fakeJudge(() => Promise.reject(new RftError(code, "no luck")));
      await expect(scoreWith(judge)).rejects.toMatchObject({ code });
    },
  );
});

describe("a judge inside a multi grader", () => {
  const multi = {
    type: "multi",
    graders: {
      first: config,
      second: { ...config, range: [0, 10], input: [{ role: "user", content: "second" }] },
      same: { type: "string_check", input: "{{sample.output_text}}", reference: "x", operation: "eq" },
    },
    calculate_output: "(first + second + same) / 3",
  };
  const subject = { item: { a: "b" }, sample: { output_text: "x" } };

  it("is asked for each sub-grader; the tokens add up", async () => {
    const { judge, asked } = fakeJudge(({ messages }) =>
      replyOf({ content: JSON.stringify({ result: messages[0]?.content === "second" ? 3 : 0.5 }) }),
    );
    const scorer = await createScorer(compileGrader(multi), { judge });
    expect(await scorer.score(subject)).toMatchObject({
      reward: 1.5,
      sub_rewards: { first: 0.5, second: 3, same: 1 },
      metadata: { token_usage: { total_tokens: 30 } },
      model_grader_token_usage_per_model: { "gpt-4o-2024-08-06": { prompt_tokens: 20 } },
    });
    expect(asked).toHaveLength(2);
  });

  it("makes the whole null where there is none, at once", async () => {
    const scorer = await createScorer(compileGrader(multi));
    expect(scorer.score(subject)).toMatchObject({
      reward: null,
      sub_rewards: { same: 1 },
      detail: expect.stringContaining("first: a score_model grader runs with --judge"),
    });
  });
});

describe("the cache", () => {
  const request = { messages: [{ role: "user", content: "q" }] };
  const other = { messages: [{ role: "user", content: "other" }] };
  const folder = () => join(mkdtempSync(join(tmpdir(), "rft-cache-")), "new");

  it("asks once for what it was asked before, in this run and in a later one", async () => {
    const place = folder();
    const first = fakeJudge();
    const cached = cacheJudge(first.judge, place);
    await cached.ask(request);
    expect(await cached.ask(request)).toEqual(replyOf());
    await cached.ask(other);
    expect(first.asked).toHaveLength(2);
    expect(cached.spend()).toEqual({
      models: [
        {
          model: "gpt-4o-2024-08-06",
          answers: 2,
          usage: { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30, cached_tokens: 0 },
        },
      ],
      reused: 1,
    });
    const later = fakeJudge();
    const again = cacheJudge(later.judge, place);
    expect(await again.ask(other)).toEqual(replyOf());
    expect(later.asked).toEqual([]);
    expect(again.spend()).toEqual({ models: [], reused: 1 });
  });

  it("asks once for the same question asked twice at once", async () => {
    const { judge, asked } = fakeJudge();
    const cached = cacheJudge(judge, folder());
    await Promise.all([cached.ask(request), cached.ask(request)]);
    expect(asked).toHaveLength(1);
  });

  it("is shared by runs that go on at the same time", async () => {
    const place = folder();
    const runs = Array.from({ length: 8 }, () => cacheJudge(fakeJudge().judge, place));
    const replies = await Promise.all(runs.map((cached) => cached.ask(request)));
    expect(replies).toEqual(runs.map(() => replyOf()));
    expect(readdirSync(place)).toHaveLength(1);
  });

  it("tells judges, and settings, apart", async () => {
    const place = folder();
    const { judge, asked } = fakeJudge();
    await cacheJudge(judge, place).ask(request);
    await cacheJudge({ ...judge, name: "another" }, place).ask(request);
    await cacheJudge(judge, place).ask({ ...request, temperature: 0 });
    expect(asked).toHaveLength(3);
  });

  it("keeps no failure, and asks again for a broken file", async () => {
    const place = folder();
    let fails = true;
    const { judge } = fakeJudge(() => {
      if (fails) throw new RftError("timeout", "late");
      return replyOf();
    });
    const cached = cacheJudge(judge, place);
    await expect(cached.ask(request)).rejects.toThrow("late");
    fails = false;
    expect(await cached.ask(request)).toEqual(replyOf());
    const [file = ""] = readdirSync(place);
    writeFileSync(join(place, file), '{"content":"{');
    const later = fakeJudge();
    await cacheJudge(later.judge, place).ask(request);
    expect(later.asked).toHaveLength(1);
  });

  it("holds the answers and not the requests", async () => {
    const place = folder();
    await cacheJudge(fakeJudge().judge, place).ask({ messages: [{ role: "user", content: "private row" }] });
    const [file = "", ...more] = readdirSync(place);
    expect(more).toEqual([]);
    expect(file).toMatch(/^[0-9a-f]{64}\.json$/);
    expect(readFileSync(join(place, file), "utf8")).not.toContain("private");
  });

  it("says which folder cannot be written", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "rft-cache-")), "file");
    writeFileSync(file, "");
    await expect(cacheJudge(fakeJudge().judge, file).ask(request)).rejects.toMatchObject({
      code: "input",
      message: expect.stringContaining(file),
    });
  });
});

describe("the limit", () => {
  it("asks no more at once, answers all, and gives a failed one's place to the next", async () => {
    let atOnce = 0;
    let most = 0;
    let count = 0;
    const { judge } = fakeJudge(async () => {
      const fails = ++count % 3 === 0;
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce--;
      if (fails) throw new Error("every third");
      return replyOf();
    });
    const limited = limitDeployment(judge, 4);
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, async () => limited.ask({ messages: [] })),
    );
    expect(most).toBe(4);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  });
});
