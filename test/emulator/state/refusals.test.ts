import { describe, expect, test } from "vitest";
import { type RefusalName, refusals } from "#emulator/state/refusals.js";
import type { JsonObject } from "#json/json-value.js";
import {
  type Answer,
  type TestEmulator,
  exactGrader,
  jobBody,
  testEmulator,
} from "#test/support/test-emulator.js";

type Attempt = (emulator: TestEmulator) => Promise<Answer>;

/** A job that is refused for what is put over the body. */
const create =
  (body: JsonObject): Attempt =>
  async (emulator) =>
    emulator.post("/fine_tuning/jobs", jobBody(await emulator.uploadBoth(), { body }));

const withMethod = (reinforcement: JsonObject) =>
  create({ method: { type: "reinforcement", reinforcement: { grader: exactGrader, ...reinforcement } } });

/** A change of a job's state after so many simulated seconds. */
const change =
  (verb: string, after: number, body: JsonObject = {}): Attempt =>
  async (emulator) => {
    const { id } = await emulator.createJob({ body });
    emulator.pass(after);
    return emulator.post(`/fine_tuning/jobs/${id}/${verb}`);
  };

const judge = (model: string): JsonObject => ({
  type: "score_model",
  name: "judge",
  model,
  input: [{ role: "user", content: "{{sample.output_text}}" }],
});

/** A multipart upload of one file and the fields given. */
const upload =
  (fields: Record<string, string>): Attempt =>
  (emulator) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set("file", new Blob(["{}"]), "a.jsonl");
    return emulator.send("POST", "/openai/v1/files", { body: form });
  };

/** A request to the dated path, where files are sent in parts. */
const dated = (emulator: TestEmulator, path: string, body: JsonObject) =>
  emulator.send("POST", `/openai${path}?api-version=2025-04-01-preview`, { body: JSON.stringify(body) });

const begin = async (emulator: TestEmulator): Promise<string> => {
  const body = { filename: "a.jsonl", bytes: 3, purpose: "fine-tune", mime_type: "application/jsonl" };
  return String((await dated(emulator, "/uploads", body)).body["id"]);
};

/** How each refusal comes about, and what its message must name beside the table's text. */
const attempts: Record<
  Exclude<RefusalName, "fileTooLarge" | "fileQuota" | "fileQuotaBytes">,
  [Attempt, names?: string][]
> = {
  uploadRequestInvalid: [[(emulator) => dated(emulator, "/uploads", { filename: "a.jsonl" }), "bytes"]],
  uploadOver: [
    [
      async (emulator) => {
        const id = await begin(emulator);
        emulator.pass(7201);
        return dated(emulator, `/uploads/${id}/cancel`, {});
      },
      "expired",
    ],
  ],
  uploadPartUnknown: [
    [
      async (emulator) =>
        dated(emulator, `/uploads/${await begin(emulator)}/complete`, { part_ids: ["part-x"] }),
      "part-x",
    ],
  ],
  uploadSize: [
    [
      async (emulator) => {
        const id = await begin(emulator);
        const form = new FormData();
        form.set("data", new Blob(["{}"]));
        const path = `/openai/uploads/${id}/parts?api-version=2025-04-01-preview`;
        const part = await emulator.send("POST", path, { body: form });
        return dated(emulator, `/uploads/${id}/complete`, { part_ids: [String(part.body["id"])] });
      },
      "2 bytes",
    ],
  ],
  accessDenied: [
    [(emulator) => emulator.send("GET", "/openai/v1/files", { headers: { "api-key": "wrong" } })],
    [
      (emulator) =>
        emulator.send("GET", "/openai/v1/files", {
          headers: { "api-key": "wrong", authorization: "Bearer x" },
        }),
    ],
  ],
  tokenMissing: [
    [(emulator) => emulator.send("GET", "/openai/v1/files", { headers: {} })],
    [(emulator) => emulator.send("GET", "/openai/v1/files", { headers: { authorization: "Bearer " } })],
  ],
  resourceNotFound: [
    [(emulator) => emulator.get("/no/such/path")],
    [(emulator) => emulator.send("PUT", "/openai/v1/files")],
  ],
  apiVersionMissing: [[(emulator) => emulator.send("GET", "/openai/files")]],
  entityNotFound: [
    [(emulator) => emulator.get("/fine_tuning/jobs/does-not-exist")],
    [(emulator) => emulator.get("/fine_tuning/jobs/does-not-exist/events")],
    [(emulator) => emulator.get("/fine_tuning/jobs/does-not-exist/checkpoints")],
    [(emulator) => emulator.post("/fine_tuning/jobs/does-not-exist/pause")],
    [(emulator) => emulator.get("/files/file-none")],
    [(emulator) => emulator.get("/files/file-none/content")],
  ],
  jobUnbindable: [
    [create({ trainingType: "Developer" })],
    [create({ training_file: 7 })],
    [create({ method: { type: "reinforcement", reinforcement: { grader: "exact" } } })],
    [withMethod({ hyperparameters: { n_epochs: "many" } })],
    [(emulator) => emulator.send("POST", "/openai/v1/fine_tuning/jobs", { body: "{" })],
  ],
  modelUnsupported: [[create({ model: "gpt-2" })]],
  trainingTypeUnsupported: [
    [create({ model: "gpt-5", trainingType: "developerTier" }), "gpt-5-2025-08-07 does not support"],
    [create({ model: "qwen3.6-35b-a3b", trainingType: "Standard" }), "with Standard TrainingType"],
  ],
  methodUnsupported: [[create({ method: { type: "supervised" } }), "o4-mini-2025-04-16"]],
  fileNotProcessed: [
    [
      async (emulator) => {
        const { training_file } = await emulator.uploadBoth();
        const validation_file = (await emulator.upload("{}")).body.id;
        return emulator.post("/fine_tuning/jobs", jobBody({ training_file, validation_file }));
      },
    ],
  ],
  fileUnknown: [[create({ validation_file: "file-gone" }), "file-gone"]],
  validationFileMissing: [[create({ validation_file: null })]],
  graderInvalid: [
    [withMethod({ grader: { ...exactGrader, operation: "neq" } }), "grader/operation"],
    [
      withMethod({
        grader: { ...exactGrader, input: "{{sample.output_text", reference: "{{items.answer}}" },
      }),
    ],
    [(emulator) => emulator.post("/fine_tuning/alpha/graders/validate", { grader: { type: "exact" } })],
  ],
  graderModelUnsupported: [[withMethod({ grader: judge("gpt-2") }), "gpt-4o-2024-08-06, o3-mini"]],
  hyperparameterOutOfRange: [
    [withMethod({ hyperparameters: { batch_size: 257 } }), "batch_size is out of range: 257"],
    [withMethod({ hyperparameters: { n_epochs: 0 } }), "n_epochs is out of range: 0"],
    [withMethod({ hyperparameters: { eval_interval: 1.5 } }), "eval_interval is out of range: 1.5"],
  ],
  illnessUnknown: [[create({ metadata: { simulated_illness: "gout" } }), "healthy, flat"]],
  failureOrderUnknown: [
    [create({ metadata: { simulated_failure: "fire" } }), "rai-data, rai-model"],
    [create({ metadata: { simulated_queue_seconds: "soon" } }), "simulated_queue_seconds"],
    [create({ metadata: { simulated_training_hour: "-1" } }), "simulated_training_hour"],
  ],
  suffixInvalid: [[create({ suffix: "a b" })], [create({ suffix: "x".repeat(65) }), "at most 64"]],
  pauseNotRunning: [
    [change("pause", 0), "pending"],
    [change("pause", 100_000), "succeeded"],
  ],
  pauseBeforeFirstStep: [[change("pause", 100)], [change("pause", 60 + 120 + 10)]],
  pauseUnsupported: [[change("pause", 600, { model: "gpt-5" }), "gpt-5-2025-08-07"]],
  resumeNotPaused: [[change("resume", 600), "running"]],
  cancelFinished: [[change("cancel", 100_000), "succeeded"]],
  uploadInvalid: [[(emulator) => emulator.send("POST", "/openai/v1/files", { body: "{}" })]],
  purposeInvalid: [
    [upload({ purpose: "batch" }), "'batch'"],
    [upload({}), "''"],
  ],
  chatRequestInvalid: [
    [
      (emulator) => emulator.post("/chat/completions", { messages: [{ role: "user", content: "x" }] }),
      "model",
    ],
    [(emulator) => emulator.post("/chat/completions", { model: "m", messages: [] }), "messages"],
    [(emulator) => emulator.post("/chat/completions"), "object"],
  ],
  graderRequestInvalid: [
    [(emulator) => emulator.post("/fine_tuning/alpha/graders/run", { grader: exactGrader }), "model_sample"],
    [(emulator) => emulator.post("/fine_tuning/alpha/graders/validate"), "expected object"],
  ],
};

const cases = Object.entries(attempts).flatMap(([name, tries]) =>
  tries.map(([attempt, names], index) => ({ name: name as RefusalName, index, attempt, names })),
);

describe("refusals", () => {
  test.each(cases)("$name $index", async ({ name, attempt, names }) => {
    const rule = refusals[name];
    const emulator = await testEmulator();
    const { status, text, body } = await attempt(emulator);
    expect([status, text]).toEqual([rule.status, expect.any(String)]);
    const pattern = rule.message
      .split(/\{\w+\}/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*");
    expect(body).toEqual({
      error: { code: rule.code, message: expect.stringMatching(new RegExp(`^${pattern}$`)) },
    });
    expect(text).toContain(names ?? "");
  });

  test("nothing was created by what was refused", async () => {
    const emulator = await testEmulator();
    await create({ suffix: "a b" })(emulator);
    expect((await emulator.get("/fine_tuning/jobs")).body["data"]).toEqual([]);
  });

  test("any bearer token is let in", async () => {
    const emulator = await testEmulator({ apiKey: "own" });
    const get = (headers: Record<string, string>) => emulator.send("GET", "/openai/v1/files", { headers });
    expect((await get({ authorization: "Bearer anything" })).status).toBe(200);
    expect((await get({ "api-key": "own" })).status).toBe(200);
    expect((await get({ "api-key": "emulator" })).status).toBe(401);
  });
});
