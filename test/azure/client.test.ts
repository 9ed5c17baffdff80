import { createHash } from "node:crypto";
import { writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createClient } from "#azure/client.js";
import type { Trace } from "#azure/transport.js";
import { resolveConnection } from "#azure/config.js";
import type { FineTuningApi } from "#service/api.js";
import { type Exchange, scriptFetch } from "#test/support/scripted-fetch.js";

const job = { id: "ftjob-1", status: "running", object: "fine_tuning.job" };

function connect(
  script: Exchange[],
  { apiVersion = "", trace }: { apiVersion?: string; trace?: Trace[] } = {},
) {
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
  const api = createClient(connection, {
    fetch: scripted.fetch,
    async sleep(milliseconds) {
      waits.push(milliseconds);
    },
    ...(trace && { trace: (one: Trace) => void trace.push(one) }),
  });
  return { api, waits, ...scripted };
}

afterEach(() => vi.unstubAllEnvs());

describe("what goes over the wire", () => {
  const page = { body: { data: [], has_more: false } };
  const calls: [
    name: string,
    call: (api: FineTuningApi) => Promise<unknown>,
    exchange: Exchange,
    search: string,
  ][] = [
    [
      "getJob",
      (api) => api.getJob("ftjob-1"),
      { request: "GET /openai/v1/fine_tuning/jobs/ftjob-1", body: job },
      "",
    ],
    [
      "an id that is no plain word",
      (api) => api.getJob("../files?x=1"),
      { request: "GET /openai/v1/fine_tuning/jobs/..%2Ffiles%3Fx%3D1", body: job },
      "",
    ],
    [
      "pauseJob",
      (api) => api.pauseJob("ftjob-1"),
      { request: "POST /openai/v1/fine_tuning/jobs/ftjob-1/pause", body: job },
      "",
    ],
    [
      "resumeJob",
      (api) => api.resumeJob("ftjob-1"),
      { request: "POST /openai/v1/fine_tuning/jobs/ftjob-1/resume", body: job },
      "",
    ],
    [
      "listEvents",
      (api) => api.listEvents("ftjob-1", { after: "ftevent-9", limit: 5 }),
      { request: "GET /openai/v1/fine_tuning/jobs/ftjob-1/events", ...page },
      "?after=ftevent-9&limit=5",
    ],
    [
      "listCheckpoints",
      (api) => api.listCheckpoints("ftjob-1"),
      { request: "GET /openai/v1/fine_tuning/jobs/ftjob-1/checkpoints", ...page },
      "",
    ],
    [
      "listEvalRuns",
      (api) => api.listEvalRuns("eval_1", { after: "evalrun_9" }),
      { request: "GET /openai/v1/evals/eval_1/runs", ...page },
      "?after=evalrun_9",
    ],
    [
      "listEvalOutputItems",
      (api) => api.listEvalOutputItems("eval_1", "evalrun_1", { limit: 100 }),
      { request: "GET /openai/v1/evals/eval_1/runs/evalrun_1/output_items", ...page },
      "?limit=100",
    ],
    [
      "getEvalOutputItem",
      (api) => api.getEvalOutputItem("eval_1", "evalrun_1", "../x"),
      { request: "GET /openai/v1/evals/eval_1/runs/evalrun_1/output_items/..%2Fx", body: { id: "x" } },
      "",
    ],
    [
      "getFile",
      (api) => api.getFile("file-1"),
      { request: "GET /openai/v1/files/file-1", body: { id: "file-1" } },
      "",
    ],
    [
      "listFiles",
      (api) => api.listFiles({ purpose: "fine-tune", after: "file-9", limit: 5 }),
      { request: "GET /openai/v1/files", ...page },
      "?purpose=fine-tune&after=file-9&limit=5",
    ],
    [
      "deleteFile",
      (api) => api.deleteFile("file-1"),
      {
        request: "DELETE /openai/v1/files/file-1",
        body: { object: "file", deleted: true, id: "file-1" },
      },
      "",
    ],
    [
      "listJobs",
      (api) => api.listJobs({ after: "ftjob-9", limit: 5 }),
      { request: "GET /openai/v1/fine_tuning/jobs", body: { data: [job], has_more: true } },
      "?after=ftjob-9&limit=5",
    ],
    [
      "readFile",
      (api) => api.readFile("file-1"),
      { request: "GET /openai/v1/files/file-1/content", body: "step\n1\n" },
      "",
    ],
    [
      "validateGrader",
      (api) => api.validateGrader({ type: "python" }),
      {
        request: "POST /openai/v1/fine_tuning/alpha/graders/validate",
        body: { grader: { type: "python", name: "grader-1" } },
      },
      "",
    ],
    [
      "runGrader",
      (api) => api.runGrader({ grader: { type: "python" }, model_sample: "4" }),
      { request: "POST /openai/v1/fine_tuning/alpha/graders/run", body: { reward: 1 } },
      "",
    ],
  ];
  test.each(calls)("%s", async (_name, call, exchange, search) => {
    const { api, sent, expectAllUsed } = connect([exchange]);
    await call(api);
    expectAllUsed();
    expect(sent[0]?.url.search).toBe(search);
    expect(sent[0]?.headers.get("api-key")).toBe("geheim");
    expect(sent[0]?.headers.get("authorization")).toBeNull();
  });

  test("a page of jobs and a second deletion are told as they came", async () => {
    const { api } = connect([
      {
        request: "GET /openai/v1/fine_tuning/jobs",
        body: { object: "list", data: [{ ...job, error: null }], has_more: true },
      },
      {
        request: "DELETE /openai/v1/files/file-1",
        body: { object: "file", deleted: false, id: "file-1" },
      },
    ]);
    expect(await api.listJobs()).toEqual({ data: [job], hasMore: true });
    expect(await api.deleteFile("file-1")).toMatchObject({ deleted: false });
  });

  test("a dated version takes the dated path and says the version", async () => {
    const { api, sent } = connect([{ request: "GET /openai/fine_tuning/jobs/ftjob-1", body: job }], {
      apiVersion: "2025-04-01-preview",
    });
    await api.getJob("ftjob-1");
    expect(sent[0]?.url.search).toBe("?api-version=2025-04-01-preview");
  });

  test("evaluations are asked for as a preview, on the dated path too, and nulls read as absent", async () => {
    const item = {
      id: "outputitem_1",
      status: "pass",
      datasource_item_id: null,
      results: [
        { name: "g", sample: null, passed: true, score: 1 },
        { name: "h", score: "much" },
      ],
      sample: { input: null, output: [{ role: "assistant", content: "4", tool_calls: null }], error: null },
    };
    const { api, sent } = connect(
      [
        {
          request: "GET /openai/evals/eval_1/runs/evalrun_1/output_items",
          body: { data: [item], has_more: true },
        },
      ],
      { apiVersion: "2025-04-01-preview" },
    );
    expect(await api.listEvalOutputItems("eval_1", "evalrun_1")).toEqual({
      hasMore: true,
      data: [
        {
          id: "outputitem_1",
          status: "pass",
          results: [{ name: "g", passed: true, score: 1 }, { name: "h" }],
          sample: { output: [{ role: "assistant", content: "4", tool_calls: null }] },
        },
      ],
    });
    expect(sent[0]?.headers.get("aoai-evals")).toBe("preview");
  });

  test("createJob sends the body as it is", async () => {
    const { api, sent } = connect([{ request: "POST /openai/v1/fine_tuning/jobs", status: 201, body: job }]);
    const request = {
      model: "o4-mini",
      training_file: "file-1",
      trainingType: "developerTier",
      method: { type: "reinforcement" as const, reinforcement: { grader: { type: "multi", anything: [1] } } },
    };
    await api.createJob(request);
    expect(sent[0]?.body).toEqual(request);
  });

  test("graders/run sends grader, answer and row; its answer is kept whole, nulls inside too", async () => {
    const answer = { reward: 0.5, metadata: { token_usage: null }, sub_rewards: {}, more: 1 };
    const { api, sent } = connect([
      { request: "POST /openai/v1/fine_tuning/alpha/graders/run", body: answer },
    ]);
    const request = { grader: { type: "python", image_tag: null }, model_sample: "4", item: { a: null } };
    expect(await api.runGrader(request)).toEqual(answer);
    expect(sent[0]?.body).toEqual(request);
  });

  test("graders/validate gives the service's reading of the grader", async () => {
    const grader = { type: "string_check", name: "grader-1", pass_threshold: null };
    const { api, sent } = connect([
      { request: "POST /openai/v1/fine_tuning/alpha/graders/validate", body: { grader } },
    ]);
    expect(await api.validateGrader({ type: "string_check" })).toEqual(grader);
    expect(sent[0]?.body).toEqual({ grader: { type: "string_check" } });
  });

  test("a grader the service refuses is an error with its words", async () => {
    const { api } = connect([
      {
        request: "POST /openai/v1/fine_tuning/alpha/graders/validate",
        status: 400,
        body: { error: { code: "invalidPayload", message: "The grader is invalid." } },
      },
    ]);
    await expect(api.validateGrader({})).rejects.toMatchObject({
      code: "refused",
      status: 400,
      message: expect.stringContaining("The grader is invalid."),
    });
  });

  test("graders are not asked for on a dated path, which does not have them", async () => {
    const { api, sent } = connect([], { apiVersion: "2025-04-01-preview" });
    await expect(api.runGrader({ grader: {}, model_sample: "" })).rejects.toMatchObject({
      code: "configuration",
      message: expect.stringContaining("2025-04-01-preview"),
    });
    await expect(api.validateGrader({})).rejects.toMatchObject({ code: "configuration" });
    expect(sent).toEqual([]);
  });

  describe("a file is sent", () => {
    const text = '{"a":1}\n';
    const sha256 = createHash("sha256").update(text).digest("hex");
    const place = (change: object = {}) => {
      const path = join(mkdtempSync(join(tmpdir(), "rft-test-")), "x");
      writeFileSync(path, text);
      return { path, filename: "train-1.jsonl", bytes: text.length, sha256, ...change };
    };
    const formOf = ({ body, headers }: { body: unknown; headers: Headers }) =>
      new Response(body as ReadableStream, { headers }).formData();

    test("in multipart form, of a length known before, telling how far it is", async () => {
      const { api, sent } = connect([
        { request: "POST /openai/v1/files", status: 201, body: { id: "file-1" } },
      ]);
      const counts: number[] = [];
      await api.uploadFile(place(), (count) => counts.push(count));
      const [request] = sent;
      const body = await new Response(request?.body as ReadableStream).arrayBuffer();
      expect(request?.headers.get("content-length")).toBe(String(body.byteLength));
      const form = await formOf({ body, headers: request?.headers ?? new Headers() });
      expect(form.get("purpose")).toBe("fine-tune");
      const file = form.get("file") as File;
      expect([file.name, await file.text()]).toEqual(["train-1.jsonl", text]);
      expect(counts.at(-1)).toBe(text.length);
    });

    test.each([
      ["size", { bytes: 7 }],
      ["content", { sha256: "0".repeat(64) }],
    ])("only with the %s that was checked", async (_name, change) => {
      const { api, sent } = connect([]);
      await expect(api.uploadFile(place(change))).rejects.toMatchObject({
        code: "input",
        message: expect.stringContaining("has changed since it was checked"),
      });
      expect(sent).toEqual([]);
    });

    test("in parts, on a resource's dated path", async () => {
      const base = "/openai/uploads";
      const script = [
        { request: `POST ${base}`, body: { id: "upload-1", status: "pending", expires_at: 9 } },
        { request: `POST ${base}/upload-1/parts`, body: { id: "part-1" } },
        { request: `POST ${base}/upload-1/complete`, body: { id: "upload-1", file: { id: "file-1" } } },
      ];
      const { api, sent, expectAllUsed } = connect(script, { apiVersion: "2025-04-01-preview" });
      const { uploads } = api;
      const file = place();
      expect(await uploads?.create(file)).toMatchObject({ id: "upload-1", expires_at: 9 });
      const part = (await uploads?.open(file))?.slice(2, 5) ?? new Blob([]);
      expect(await uploads?.addPart("upload-1", part)).toBe("part-1");
      expect(await uploads?.complete("upload-1", ["part-1"])).toMatchObject({ file: { id: "file-1" } });
      expectAllUsed();
      expect(sent[0]?.body).toEqual({
        filename: "train-1.jsonl",
        bytes: text.length,
        purpose: "fine-tune",
        mime_type: "application/jsonl",
      });
      const body = await new Response(sent[1]?.body as ReadableStream).arrayBuffer();
      const form = await formOf({ body, headers: sent[1]?.headers ?? new Headers() });
      expect(await (form.get("data") as File).text()).toBe(text.slice(2, 5));
      expect(sent[2]?.body).toEqual({ part_ids: ["part-1"] });
    });

    test("in parts nowhere else", () => {
      expect(connect([]).api.uploads).toBeUndefined();
      const endpoint = "https://r.services.ai.azure.com/api/projects/p";
      const project = resolveConnection(
        {},
        { AZURE_OPENAI_ENDPOINT: endpoint, AZURE_OPENAI_API_VERSION: "2025-11-15-preview" },
      );
      const api = createClient(project, { fetch: globalThis.fetch, sleep: async () => {} });
      expect(api.uploads).toBeUndefined();
      expect(api.endpoint).toBe(endpoint);
    });
  });

  test("variables of the OpenAI SDK change nothing", async () => {
    vi.stubEnv("OPENAI_BASE_URL", "https://elsewhere.example.com");
    vi.stubEnv("OPENAI_API_KEY", "another");
    vi.stubEnv("OPENAI_ORG_ID", "org");
    vi.stubEnv("OPENAI_PROJECT_ID", "proj");
    vi.stubEnv("OPENAI_CUSTOM_HEADERS", "x-team: another\napi-key: another");
    const { api, sent } = connect([{ request: "GET /openai/v1/fine_tuning/jobs/ftjob-1", body: job }]);
    await api.getJob("ftjob-1");
    expect(sent[0]?.url.host).toBe("r.openai.azure.com");
    expect([...(sent[0]?.headers.values() ?? [])].join(" ")).not.toMatch(/another|org|proj/);
  });
});

describe("answers", () => {
  const get: Exchange = { request: "GET /openai/v1/fine_tuning/jobs/ftjob-1" };
  test("nulls read as absent, unknown keys and statuses are kept", async () => {
    const body = {
      ...job,
      status: "resting",
      fine_tuned_model: null,
      result_files: null,
      additionalParameters: { a: 1 },
    };
    const { api } = connect([{ ...get, body }]);
    expect(await api.getJob("ftjob-1")).toEqual({
      ...job,
      status: "resting",
      additionalParameters: { a: 1 },
    });
  });

  const soon = { "retry-after-ms": "1" };
  const failures: [name: string, answers: Exchange[], error: object][] = [
    [
      "401",
      [
        {
          ...get,
          status: 401,
          body: { error: { code: "401", message: "Access denied due to invalid key." } },
        },
      ],
      {
        code: "authentication",
        status: 401,
        message: expect.stringContaining("Access denied due to invalid key."),
      },
    ],
    [
      "403",
      [{ ...get, status: 403, body: { error: { message: "no" } } }],
      { code: "authentication", status: 403 },
    ],
    [
      "404",
      [
        {
          ...get,
          status: 404,
          body: { error: { code: "notFound", message: "The specified entity cannot be found." } },
          headers: { "apim-request-id": "id-7" },
        },
      ],
      {
        code: "not-found",
        requestId: "id-7",
        message:
          "GET /fine_tuning/jobs/ftjob-1 was answered 404 notFound: The specified entity cannot be found.",
      },
    ],
    [
      "400",
      [{ ...get, status: 400, body: { error: { code: "invalidPayload", message: "m" } } }],
      { code: "refused" },
    ],
    [
      "429 three times",
      Array.from({ length: 3 }, () => ({ ...get, status: 429, headers: { ...soon, "retry-after": "7" } })),
      { code: "rate-limited", hint: expect.stringContaining("Wait 7 s") },
    ],
    [
      "500 three times",
      Array.from({ length: 3 }, () => ({ ...get, status: 500, headers: soon })),
      { code: "unreachable", status: 500 },
    ],
    [
      "an HTML page",
      [{ ...get, body: "<!doctype html><title>Sign in</title>" }],
      { code: "unreachable", message: expect.stringContaining("an HTML page") },
    ],
    [
      "half a body",
      [{ ...get, headers: { "content-type": "application/json" }, body: '{"id": "ftjo' }],
      { code: "unreachable", message: expect.stringContaining("a broken body") },
    ],
    [
      "JSON that is no job",
      [{ ...get, body: { hello: "world" } }],
      { code: "unreachable", message: expect.stringContaining("JSON of another shape") },
    ],
  ];
  test.each(failures)("%s", async (_name, answers, error) => {
    const { api, expectAllUsed } = connect(answers);
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({ name: "RftError", ...error });
    expectAllUsed();
  });

  test("a body that is cut in the middle is a fault of the line", async () => {
    const { api } = connect([{ ...get, cutBody: true }]);
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({ name: "RftError", code: "unreachable" });
  });

  test("a redirect is not followed: the key stays where it was meant for", async () => {
    const location = "http://127.0.0.1:1/elsewhere";
    const { api, sent, expectAllUsed } = connect([{ ...get, status: 307, headers: { location } }]);
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({
      code: "refused",
      status: 307,
      hint: expect.stringContaining("Redirects are not followed"),
    });
    expect(sent[0]?.redirect).toBe("manual");
    expectAllUsed();
  });

  test("what an error body repeats of the request is not printed", async () => {
    const message =
      "bad key geheim, Authorization: Bearer abcdefghijklmnop, see https://x.blob/y?sv=1&sig=SIGNATURE&code=CODE " +
      "or eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    const { api } = connect([{ ...get, status: 401, body: { error: { code: "401", message } } }]);
    const error: unknown = await api.getJob("ftjob-1").catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe(
      "GET /fine_tuning/jobs/ftjob-1 was answered 401: bad key ***, Authorization: Bearer ***, " +
        "see https://x.blob/y?sv=1&sig=***&code=*** or ***",
    );
  });

  test("a field that is not as expected reads as absent; id and status are enough", async () => {
    const odd = {
      seed: "42",
      metadata: { a: 1 },
      estimated_finish: "soon",
      result_files: "none",
      error: "bad",
    };
    const { api } = connect([{ ...get, body: { ...job, ...odd } }]);
    expect(await api.getJob("ftjob-1")).toEqual(job);
  });

  test("an event without a time, level or message is one all the same", async () => {
    const request = "GET /openai/v1/fine_tuning/jobs/ftjob-1/events";
    const { api } = connect([{ request, body: { data: [{ id: "ftevent-1", data: "odd" }] } }]);
    expect(await api.listEvents("ftjob-1")).toEqual({
      data: [{ id: "ftevent-1", created_at: 0, level: "info", message: "" }],
      hasMore: false,
    });
  });
});

describe("a request that may be repeated", () => {
  const get: Exchange = { request: "GET /openai/v1/fine_tuning/jobs/ftjob-1" };
  const fine: Exchange = { ...get, body: job };
  const network = (code: string): Exchange => ({
    ...get,
    failure: new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) }),
  });
  const busy = (headers: Record<string, string>): Exchange => ({ ...get, status: 429, headers });
  const passing: [name: string, failures: Exchange[], waits: number[]][] = [
    ["429 that says when", [busy({ "retry-after": "7" }), busy({ "retry-after": "60" })], [7000, 60_000]],
    ["429 that does not", [busy({}), busy({})], [500, 1000]],
    ["429 that asks for no wait", [busy({ "retry-after": "0" }), busy({ "retry-after": "0" })], [500, 1000]],
    ["503, then a cut line", [{ ...get, status: 503 }, network("ECONNRESET")], [500, 1000]],
    ["an answer cut off in its body", [{ ...get, cutBody: true, bodyError: "UND_ERR_SOCKET" }], [500]],
    ["no way to the host", [network("EHOSTUNREACH")], [500]],
    ["409", [{ ...get, status: 409 }], [500]],
  ];
  test.each(passing)("is, after %s", async (_name, failures, expected) => {
    const { api, waits, expectAllUsed } = connect([...failures, fine]);
    expect((await api.getJob("ftjob-1")).id).toBe("ftjob-1");
    expect(waits).toEqual(expected);
    expectAllUsed();
  });

  const lasting: [name: string, failure: Exchange, error: object][] = [
    [
      "429 that asks for an hour",
      busy({ "retry-after": "3600" }),
      { code: "rate-limited", hint: "Wait 3600 s and try again." },
    ],
    ["a certificate that is not trusted", network("DEPTH_ZERO_SELF_SIGNED_CERT"), { code: "unreachable" }],
    ["400", { ...get, status: 400 }, { code: "refused" }],
    ["a page", { ...get, body: "<html>" }, { code: "unreachable" }],
  ];
  test.each(lasting)("is not, after %s", async (_name, failure, error) => {
    const { api, waits, expectAllUsed } = connect([failure]);
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject(error);
    expect(waits).toEqual([]);
    expectAllUsed();
  });

  test("is not when the wait is ended by Ctrl-C", async () => {
    const connection = resolveConnection(
      {},
      { AZURE_OPENAI_ENDPOINT: "https://r.openai.azure.com", AZURE_OPENAI_API_KEY: "geheim" },
    );
    const { fetch, expectAllUsed } = scriptFetch([busy({ "retry-after": "60" })]);
    const controller = new AbortController();
    const sleep = async (milliseconds: number) => {
      queueMicrotask(() => controller.abort());
      await delay(milliseconds, undefined, { signal: controller.signal });
    };
    const api = createClient(connection, { fetch, sleep, signal: controller.signal });
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({ code: "interrupted" });
    expectAllUsed();
  });
});

describe("how long the service wants to be left alone", () => {
  const get: Exchange = { request: "GET /openai/v1/fine_tuning/jobs/ftjob-1", status: 429 };
  const waits: [name: string, headers: Record<string, string>, seconds: number | undefined][] = [
    ["milliseconds", { "retry-after-ms": "2" }, 0.002],
    ["the longer of both", { "retry-after-ms": "2", "retry-after": "90" }, 90],
    [
      "a date, by the answer's own clock",
      {
        "retry-after-ms": "2",
        date: "Mon, 05 Jan 2026 09:00:00 GMT",
        "retry-after": "Mon, 05 Jan 2026 09:02:00 GMT",
      },
      120,
    ],
    ["nothing that can be read", { "retry-after-ms": "2", "retry-after": "soon" }, 0.002],
  ];
  test.each(waits)("%s", async (_name, headers, retryAfter) => {
    const { api } = connect(Array.from({ length: 3 }, () => ({ ...get, headers })));
    await expect(api.getJob("ftjob-1")).rejects.toMatchObject({ code: "rate-limited", retryAfter });
  });
});

describe("the create request is sent once", () => {
  const request = {
    model: "m",
    training_file: "f",
    method: { type: "reinforcement" as const, reinforcement: {} },
  };
  const post: Exchange = { request: "POST /openai/v1/fine_tuning/jobs" };
  const network = (code: string) =>
    Object.assign(new TypeError("fetch failed"), { cause: Object.assign(new Error(code), { code }) });
  const outcomes: [name: string, answer: Exchange, code: string][] = [
    ["500", { ...post, status: 500 }, "outcome-unknown"],
    ["502 with a page", { ...post, status: 502, body: "<html>" }, "outcome-unknown"],
    ["a cut line", { ...post, failure: network("ECONNRESET") }, "outcome-unknown"],
    ["a page instead of a job", { ...post, status: 200, body: "<html>" }, "outcome-unknown"],
    ["408", { ...post, status: 408 }, "outcome-unknown"],
    ["an answer cut in the middle", { ...post, status: 201, cutBody: true }, "outcome-unknown"],
    ["a redirect", { ...post, status: 307, headers: { location: "http://127.0.0.1:1/" } }, "refused"],
    ["nothing listening", { ...post, failure: network("ECONNREFUSED") }, "unreachable"],
    ["no such host", { ...post, failure: network("ENOTFOUND") }, "unreachable"],
    ["429", { ...post, status: 429, headers: { "retry-after-ms": "1" } }, "rate-limited"],
    ["400", { ...post, status: 400, body: { error: { code: "invalidPayload", message: "m" } } }, "refused"],
    ["409", { ...post, status: 409 }, "refused"],
    ["401", { ...post, status: 401 }, "authentication"],
  ];
  test.each(outcomes)("%s", async (_name, answer, code) => {
    const { api, expectAllUsed } = connect([answer]);
    await expect(api.createJob(request)).rejects.toMatchObject({ code });
    expectAllUsed();
  });
});

test("a trace tells method, path, status, request id and duration, and no secret", async () => {
  const trace: Trace[] = [];
  const { api } = connect(
    [
      {
        request: "GET /openai/fine_tuning/jobs/ftjob-1",
        body: job,
        headers: { "apim-request-id": "id-7" },
      },
    ],
    { apiVersion: "2025-04-01-preview", trace },
  );
  await api.getJob("ftjob-1");
  expect(trace).toEqual([
    {
      method: "GET",
      path: "/openai/fine_tuning/jobs/ftjob-1",
      status: 200,
      requestId: "id-7",
      milliseconds: expect.any(Number),
    },
  ]);
  expect(JSON.stringify(trace)).not.toContain("geheim");
});
