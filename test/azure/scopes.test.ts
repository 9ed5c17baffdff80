import { describe, expect, test } from "vitest";
import { createClient } from "#azure/client.js";
import { resolveConnection } from "#azure/config.js";
import { createDeployment } from "#azure/deployment.js";
import { createSignIn } from "#azure/sign-in.js";
import { signInError } from "#azure/credential.js";
import { RftError } from "#errors.js";
import { type Exchange, scriptFetch } from "#test/support/scripted-fetch.js";

const ai = "https://ai.azure.com/.default";
const cognitive = "https://cognitiveservices.azure.com/.default";
const jobs = "/openai/v1/fine_tuning/jobs";
const job = { id: "ftjob-1", status: "running", object: "fine_tuning.job" };
const get: Exchange = { request: `GET ${jobs}/ftjob-1`, body: job };
const page = { data: [], has_more: false };
const refused = { status: 401, body: { error: { code: "401", message: "audience is incorrect" } } };
const method = { type: "reinforcement", reinforcement: {} } as const;
const create = { model: "m", training_file: "f", method };

/** A client whose tokens read `ai-1`, `ai-2` after a renewal, `cognitiveservices-1`, ...; `failing` scopes have none. */
function connect(script: Exchange[], failing: Record<string, Error> = {}) {
  const connection = resolveConnection({ endpoint: "https://r.openai.azure.com" }, {});
  const scripted = scriptFetch(script);
  const asked: string[] = [];
  const signIn = createSignIn(connection, undefined, (scope) => {
    let number = 1;
    return {
      async token() {
        asked.push(scope);
        const failure = failing[scope];
        if (failure) throw failure;
        return `${/\/\/(\w+)/.exec(scope)?.[1]}-${number}`;
      },
      renew: () => void number++,
    };
  });
  const sleep = async () => {};
  const options = { fetch: scripted.fetch, sleep, signIn };
  const api = createClient(connection, options);
  const judge = createDeployment("j", connection, { ...options, now: () => 0 });
  const tokens = () =>
    scripted.sent.map(({ headers }) => headers.get("authorization")?.slice("Bearer ".length));
  return { api, judge, signIn, asked, tokens, ...scripted };
}

describe("the scope", () => {
  test("that the service takes at once is the only one asked for", async () => {
    const { api, asked, signIn, expectAllUsed } = connect([get, get]);
    await api.getJob("ftjob-1");
    await api.getJob("ftjob-1");
    expect(asked).toEqual([ai, ai]);
    expect(signIn.taken).toBe(ai);
    expectAllUsed();
  });

  test("is changed where the first one is refused, and then kept", async () => {
    const { api, tokens, signIn, expectAllUsed } = connect([{ ...get, ...refused }, get, get]);
    expect(await api.getJob("ftjob-1")).toMatchObject({ id: "ftjob-1" });
    await api.getJob("ftjob-1");
    expect(tokens()).toEqual(["ai-1", "cognitiveservices-1", "cognitiveservices-1"]);
    expect(signIn.taken).toBe(cognitive);
    expectAllUsed();
  });

  test("of both kinds refused: one try each, exit 4's code, and both are named; the next request starts anew", async () => {
    const no = { ...get, ...refused };
    const { api, tokens, expectAllUsed } = connect([no, no, no, get]);
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({
      code: "authentication",
      status: 401,
      hint: expect.stringMatching(/ai\.azure\.com.*cognitiveservices\.azure\.com.*az login/s),
    });
    await api.getJob("ftjob-1");
    expect(tokens()).toEqual(["ai-1", "cognitiveservices-1", "ai-2", "cognitiveservices-2"]);
    expectAllUsed();
  });

  test.each([403, 404, 400, 429])("is known once the service has answered %i", async (status) => {
    const { api, signIn } = connect(Array.from({ length: 3 }, () => ({ ...get, status })));
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({ status });
    expect(signIn.taken).toBe(ai);
  });

  test("is not known by a gateway's fault", async () => {
    const { api, signIn } = connect(Array.from({ length: 3 }, () => ({ ...get, status: 502 })));
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({ status: 502 });
    expect(signIn.taken).toBeUndefined();
  });

  test("is looked for once by requests under way at the same time", async () => {
    const { api, tokens, expectAllUsed } = connect([
      { ...get, ...refused },
      { ...get, ...refused },
      { ...get, ...refused },
      get,
      get,
      get,
    ]);
    await Promise.all([api.getJob("ftjob-1"), api.getJob("ftjob-1"), api.getJob("ftjob-1")]);
    expect(tokens()).toEqual([...Array(3).fill("ai-1"), ...Array(3).fill("cognitiveservices-1")]);
    expectAllUsed();
  });

  test("that one client found serves the others of the process: a judge too", async () => {
    const ask: Exchange = {
      request: "POST /openai/v1/chat/completions",
      body: { model: "j", choices: [{ message: { content: "1" }, finish_reason: "stop" }] },
    };
    const { api, judge, tokens, expectAllUsed } = connect([{ ...ask, ...refused }, ask, get]);
    await judge.ask({ messages: [] });
    await api.getJob("ftjob-1");
    expect(tokens()).toEqual(["ai-1", "cognitiveservices-1", "cognitiveservices-1"]);
    expectAllUsed();
  });
});

describe("a token that the service no longer takes", () => {
  test("is renewed, in the same scope, and the request sent again", async () => {
    const { api, tokens, expectAllUsed } = connect([get, { ...get, ...refused }, get]);
    await api.getJob("ftjob-1");
    await api.getJob("ftjob-1");
    expect(tokens()).toEqual(["ai-1", "ai-1", "ai-2"]);
    expectAllUsed();
  });

  test("once renewed and refused again, the other scope is tried, and the one that had worked comes first again", async () => {
    const no = { ...get, ...refused };
    const { api, tokens, signIn } = connect([get, no, no, no, get]);
    await api.getJob("ftjob-1");
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({ code: "authentication" });
    await api.getJob("ftjob-1");
    expect(tokens()).toEqual(["ai-1", "ai-1", "ai-2", "cognitiveservices-1", "ai-3"]);
    expect(signIn.taken).toBe(ai);
  });
});

describe("a create request is sent once", () => {
  test("a look before it finds the scope", async () => {
    const { api, tokens, sent, expectAllUsed } = connect([
      { request: `GET ${jobs}`, ...refused },
      { request: `GET ${jobs}`, body: page },
      { request: `POST ${jobs}`, body: job },
    ]);
    expect(await api.createJob(create)).toMatchObject({ id: "ftjob-1" });
    expect(tokens()).toEqual(["ai-1", "cognitiveservices-1", "cognitiveservices-1"]);
    expect(sent[0]?.url.search).toBe("?limit=1");
    expectAllUsed();
  });

  test("which is left out where an earlier request has found it", async () => {
    const { api, expectAllUsed } = connect([get, { request: `POST ${jobs}`, body: job }]);
    await api.getJob("ftjob-1");
    expect(await api.createJob(create)).toMatchObject({ id: "ftjob-1" });
    expectAllUsed();
  });

  test.each([403, 404])("goes out where that look is answered %i: the token was taken", async (status) => {
    const { api, expectAllUsed } = connect([
      { request: `GET ${jobs}`, status },
      { request: `POST ${jobs}`, body: job },
    ]);
    expect(await api.createJob(create)).toMatchObject({ id: "ftjob-1" });
    expectAllUsed();
  });

  test("and is not sent where that look fails: nothing can have been created", async () => {
    const { api, expectAllUsed } = connect(
      Array.from({ length: 3 }, () => ({ request: `GET ${jobs}`, status: 503, body: {} })),
    );
    await expect(api.createJob(create)).rejects.toMatchObject({ code: "unreachable", status: 503 });
    expectAllUsed();
  });

  test("nor a second time where its own token is refused", async () => {
    const { api, expectAllUsed } = connect([get, { request: `POST ${jobs}`, ...refused }]);
    await api.getJob("ftjob-1");
    await expect(api.createJob(create)).rejects.toMatchObject({ code: "authentication" });
    expectAllUsed();
  });
});

describe("a scope for which Entra ID gives no token", () => {
  const unknown = signInError(
    Object.assign(new Error("failed"), {
      errors: [
        new Error(
          "AADSTS500011: The resource principal named https://ai.azure.com was not found in the tenant named Contoso.",
        ),
      ],
    }),
  );

  test("is passed over where it knows no such resource", async () => {
    const { api, asked, signIn, tokens } = connect([get], { [ai]: unknown });
    await api.getJob("ftjob-1");
    expect(asked).toEqual([ai, cognitive]);
    expect(tokens()).toEqual(["cognitiveservices-1"]);
    expect(signIn.taken).toBe(cognitive);
  });

  test("is the failure where the other has none either", async () => {
    const { api } = connect([], { [ai]: unknown, [cognitive]: signInError(new Error("invalid_resource")) });
    await expect(api.getJob("ftjob-1")).rejects.toBe(unknown);
  });

  test("is not passed over where nobody is signed in, whatever lies under it: that took a minute already", async () => {
    const failure = new RftError("authentication", "not signed in", {
      cause: Object.assign(new Error("az was ended"), { code: "ETIMEDOUT" }),
    });
    const { api, asked } = connect([], { [ai]: failure });
    await expect(api.getJob("ftjob-1")).rejects.toBe(failure);
    expect(asked).toEqual([ai]);
  });
});

test("a key is tried once, and no scope", async () => {
  const connection = resolveConnection(
    { endpoint: "https://r.openai.azure.com" },
    { AZURE_OPENAI_API_KEY: "k" },
  );
  const { fetch, expectAllUsed } = scriptFetch([{ ...get, ...refused }]);
  const signIn = createSignIn(connection, undefined, () => {
    throw new Error("Entra ID was asked");
  });
  const api = createClient(connection, { fetch, sleep: async () => {}, signIn });
  await expect(api.getJob("ftjob-1")).rejects.toMatchObject({
    code: "authentication",
    hint: "Check AZURE_OPENAI_API_KEY; or unset it and sign in with: az login",
  });
  expectAllUsed();
});
