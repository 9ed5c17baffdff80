import { describe, expect, it, test } from "vitest";
import { resolveConnection } from "#azure/config.js";
import { createSignIn } from "#azure/sign-in.js";
import { RftError } from "#errors.js";
import { createDeployment } from "#azure/deployment.js";
import { type Exchange, scriptFetch } from "#test/support/scripted-fetch.js";

const request = { messages: [{ role: "user", content: "q" }], temperature: 0 };
const v1 = "POST /openai/v1/chat/completions";

/** An answer of chat completions, as recorded from the service, cut down. */
function completion(change: object = {}, message: object = {}) {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "gpt-4o-2024-08-06",
    choices: [
      {
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", content: '{"steps":[],"result":1}', refusal: null, ...message },
      },
    ],
    usage: {
      prompt_tokens: 7,
      completion_tokens: 3,
      total_tokens: 10,
      prompt_tokens_details: { cached_tokens: 2 },
    },
    ...change,
  };
}

function connect(script: Exchange[], apiVersion = "", onWait = () => {}) {
  const connection = resolveConnection(
    {},
    {
      AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com",
      AZURE_OPENAI_API_KEY: "geheim",
      AZURE_OPENAI_API_VERSION: apiVersion,
    },
  );
  const scripted = scriptFetch(script);
  const waits: number[] = [];
  let now = 1_000_000;
  const judge = createDeployment("my judge", connection, {
    fetch: scripted.fetch,
    now: () => now,
    async sleep(milliseconds) {
      waits.push(milliseconds);
      onWait();
      await Promise.resolve();
      now += milliseconds;
    },
  });
  return { judge, waits, ...scripted };
}

const quota = (headers: Record<string, string>): Exchange => ({
  request: v1,
  status: 429,
  body: { error: { code: "429", message: "Requests have exceeded the rate limit." } },
  headers,
});
const answer: Exchange = { request: v1, body: completion() };
/** A header's date, so many seconds from the time of our clock at the start. */
const at = (seconds: number) => new Date(1_000_000 + seconds * 1000).toUTCString();

describe("a deployment as a judge", () => {
  it("is named in the body on the v1 path; the request is sent as it is", async () => {
    const { judge, sent } = connect([answer]);
    expect(await judge.ask(request)).toEqual({
      content: '{"steps":[],"result":1}',
      refusal: null,
      finishReason: "stop",
      model: "gpt-4o-2024-08-06",
      usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10, cached_tokens: 2 },
    });
    expect(sent[0]?.body).toEqual({ model: "my judge", ...request });
    expect(sent[0]?.headers.get("api-key")).toBe("geheim");
  });

  it("is named in the path on a dated path", async () => {
    const dated = "POST /openai/deployments/my%20judge/chat/completions";
    const { judge, sent } = connect([{ request: dated, body: completion() }], "2025-04-01-preview");
    await judge.ask(request);
    expect(sent[0]?.body).toEqual(request);
    expect(sent[0]?.url.search).toBe("?api-version=2025-04-01-preview");
  });

  it("goes by endpoint and deployment, without the key", () => {
    expect(connect([]).judge.name).toBe("https://r.openai.azure.com/openai/v1 my judge");
  });

  test.each<[name: string, body: object, reply: object]>([
    ["a refusal", completion({}, { content: null, refusal: "no" }), { content: null, refusal: "no" }],
    ["no usage", completion({ usage: null }), { usage: null }],
    [
      "usage without details",
      completion({ usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }),
      { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cached_tokens: 0 } },
    ],
    [
      "an answer cut off",
      completion({ choices: [{ finish_reason: "length", message: { content: "{" } }] }),
      { content: "{", finishReason: "length", refusal: null },
    ],
  ])("%s is read", async (_name, body, reply) => {
    expect(await connect([{ request: v1, body }]).judge.ask(request)).toMatchObject(reply);
  });

  test.each<[name: string, exchange: Exchange, error: object]>([
    ["no choices", { request: v1, body: completion({ choices: [] }) }, { code: "unreachable" }],
    [
      "a content filter on the prompt",
      { request: v1, status: 400, body: { error: { code: "content_filter", message: "filtered" } } },
      { code: "refused", message: expect.stringContaining("filtered") },
    ],
    [
      "no such deployment",
      { request: v1, status: 404, body: { error: { code: "DeploymentNotFound", message: "not there" } } },
      { code: "not-found", message: expect.stringContaining("DeploymentNotFound") },
    ],
    [
      "a wrong key",
      { request: v1, status: 401, body: { error: { message: "no" } } },
      { code: "authentication" },
    ],
  ])("%s is an error at once", async (_name, exchange, error) => {
    const { judge, waits, expectAllUsed } = connect([exchange]);
    await expect(judge.ask(request)).rejects.toMatchObject(error);
    expectAllUsed();
    expect(waits).toEqual([]);
  });
});

describe("a judge that has no quota left", () => {
  test.each<[name: string, headers: Record<string, string>, wait: number]>([
    ["seconds", { "retry-after": "7" }, 7000],
    ["milliseconds", { "retry-after-ms": "250" }, 250],
    ["the longer of both", { "retry-after-ms": "250", "retry-after": "3" }, 3000],
    ["a date", { date: at(0), "retry-after": at(4) }, 4000],
    ["a date where ours is 90 minutes ahead", { date: at(-90 * 60), "retry-after": at(-90 * 60 + 4) }, 4000],
    ["nothing", {}, 1000],
    ["no wait at all", { "retry-after": "0" }, 1000],
  ])("is asked again after what Retry-After says: %s", async (_name, headers, wait) => {
    const { judge, waits, expectAllUsed } = connect([quota(headers), answer]);
    await judge.ask(request);
    expectAllUsed();
    expect(waits).toEqual([wait]);
  });

  it("makes a request that comes meanwhile wait as well", async () => {
    let meanwhile: Promise<unknown> | undefined;
    let isFirst = true;
    const { judge, sent, waits } = connect([quota({ "retry-after": "5" }), answer, answer], "", () => {
      expect(sent).toHaveLength(1);
      if (!isFirst) return;
      isFirst = false;
      meanwhile = judge.ask(request);
    });
    await judge.ask(request);
    await meanwhile;
    expect(waits).toEqual([5000, 5000]);
  });

  it("is not waited for longer than five minutes", async () => {
    const { judge, waits } = connect([quota({ "retry-after": "600" })]);
    await expect(judge.ask(request)).rejects.toMatchObject({ code: "rate-limited" });
    expect(waits).toEqual([]);
  });

  it("is given up after ten tries", async () => {
    const { judge, waits, expectAllUsed } = connect(
      Array.from({ length: 10 }, () => quota({ "retry-after": "1" })),
    );
    await expect(judge.ask(request)).rejects.toMatchObject({ code: "rate-limited", status: 429 });
    expectAllUsed();
    expect(waits).toHaveLength(9);
  });

  it("a broken connection is tried again", async () => {
    const broken: Exchange = { request: v1, failure: new TypeError("fetch failed") };
    const { judge } = connect([broken, answer]);
    expect(await judge.ask(request)).toMatchObject({ finishReason: "stop" });
  });

  it("a certificate that is not trusted is not asked again: that does not pass", async () => {
    const cause = Object.assign(new Error("self-signed"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    const { judge, waits } = connect([{ request: v1, failure: new TypeError("fetch failed", { cause }) }]);
    await expect(judge.ask(request)).rejects.toMatchObject({ code: "unreachable" });
    expect(waits).toEqual([]);
  });

  it("a sign-in that came to no end is not waited for again", async () => {
    const connection = resolveConnection({}, { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com" });
    const late = new RftError("timeout", "not signed in: no token in 3 minutes");
    let asked = 0;
    const token = async () => {
      asked++;
      throw late;
    };
    const { fetch } = scriptFetch([]);
    const signIn = createSignIn(connection, undefined, () => ({ token, renew: () => {} }));
    const judge = createDeployment("j", connection, { fetch, signIn, now: () => 0, sleep: async () => {} });
    await expect(judge.ask(request)).rejects.toBe(late);
    expect(asked).toBe(1);
  });

  it("a fault of the service is tried four times, each wait twice the last", async () => {
    const fault: Exchange = { request: v1, status: 503, body: {} };
    const { judge, waits, expectAllUsed } = connect([fault, fault, fault, fault]);
    await expect(judge.ask(request)).rejects.toMatchObject({ code: "unreachable", status: 503 });
    expectAllUsed();
    expect(waits).toEqual([1000, 2000, 4000]);
  });
});
