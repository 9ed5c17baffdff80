import { AzureOpenAI, NotFoundError, OpenAI, toFile } from "openai";
import { describe, expect, test } from "vitest";
import { sums, type TestEmulator, testEmulator } from "#test/support/test-emulator.js";

// The official client as its users have it: nothing of ours between it and the emulator.
const own = { maxRetries: 0, logLevel: "off" } as const;
const clients: { path: string; client: (emulator: TestEmulator) => OpenAI }[] = [
  {
    path: "OpenAI on the v1 path",
    client: ({ url }) => new OpenAI({ ...own, baseURL: `${url}/openai/v1`, apiKey: "a-token" }),
  },
  {
    path: "OpenAI on a project's v1 path",
    client: ({ url }) =>
      new OpenAI({ ...own, baseURL: `${url}/api/projects/p/openai/v1`, apiKey: "a-token" }),
  },
  {
    path: "AzureOpenAI on the dated path",
    client: ({ url }) =>
      new AzureOpenAI({ ...own, endpoint: url, apiKey: "emulator", apiVersion: "2025-04-01-preview" }),
  },
];

function v1(emulator: TestEmulator): OpenAI {
  return clients[0]!.client(emulator);
}

function dated(emulator: TestEmulator): OpenAI {
  return clients[2]!.client(emulator);
}

async function upload(client: OpenAI, text: string, name: string) {
  return client.files.create({ file: await toFile(Buffer.from(text), name), purpose: "fine-tune" });
}

const grader = {
  type: "string_check",
  name: "exact",
  operation: "eq",
  input: "{{sample.output_text}}",
  reference: "{{item.answer}}",
} as const;

/** Uploads both files and creates a job. */
async function createJob(emulator: TestEmulator, client: OpenAI, suffix = "sums") {
  const training = await upload(client, sums(20), "train.jsonl");
  const validation = await upload(client, sums(10, 1000), "valid.jsonl");
  emulator.pass(6);
  const request = {
    model: "o4-mini-2025-04-16",
    training_file: training.id,
    validation_file: validation.id,
    suffix,
    seed: 7,
    method: {
      type: "reinforcement" as const,
      reinforcement: {
        grader,
        hyperparameters: { n_epochs: 1, batch_size: 4, eval_interval: 2, eval_samples: 2 },
      },
    },
    // Azure's own, which the client's types do not know.
    trainingType: "GlobalStandard",
  };
  return client.fineTuning.jobs.create(request);
}

async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const entries: T[] = [];
  for await (const entry of pages) entries.push(entry);
  return entries;
}

describe.each(clients)("$path", ({ client: connect }) => {
  test("files: create, wait, retrieve, list, content, delete", async () => {
    const emulator = await testEmulator();
    const client = connect(emulator);
    const text = sums(20);
    const file = await upload(client, text, "train.jsonl");
    expect(file).toMatchObject({
      object: "file",
      filename: "train.jsonl",
      purpose: "fine-tune",
      bytes: Buffer.byteLength(text),
      status: "pending",
    });
    emulator.pass(6);
    expect(await client.files.waitForProcessing(file.id)).toMatchObject({ id: file.id, status: "processed" });
    expect(await client.files.retrieve(file.id)).toMatchObject({ id: file.id, created_at: file.created_at });
    expect(await (await client.files.content(file.id)).text()).toBe(text);
    const second = await upload(client, sums(10), "valid.jsonl");
    const listed = await all(client.files.list({ limit: 1, purpose: "fine-tune" }));
    expect(listed.map(({ id }) => id)).toEqual([second.id, file.id]);
    expect(await client.files.delete(file.id)).toEqual({ id: file.id, object: "file", deleted: true });
    // Recorded: a file that is gone is deleted once more with 200.
    expect(await client.files.delete(file.id)).toMatchObject({ deleted: false });
    await expect(client.files.retrieve(file.id)).rejects.toBeInstanceOf(NotFoundError);
  });

  test("a job: create, retrieve, list, pause, resume, to its end; events, checkpoints, results", async () => {
    const emulator = await testEmulator();
    const client = connect(emulator);
    const { jobs } = client.fineTuning;
    const job = await createJob(emulator, client);
    expect(job).toMatchObject({
      object: "fine_tuning.job",
      model: "o4-mini-2025-04-16",
      status: "pending",
      seed: 7,
      method: { type: "reinforcement", reinforcement: { grader, hyperparameters: { batch_size: 4 } } },
    });
    const { id } = job;
    emulator.pass(900);
    expect((await jobs.retrieve(id)).status).toBe("running");
    expect((await jobs.pause(id)).status).toBe("pausing");
    emulator.pass(600);
    expect((await jobs.retrieve(id)).status).toBe("paused");
    expect((await jobs.resume(id)).status).toBe("resuming");
    emulator.pass(100_000);
    const done = await jobs.retrieve(id);
    expect(done).toMatchObject({ status: "succeeded", fine_tuned_model: expect.stringContaining(".ft-") });
    expect((await all(jobs.list({ limit: 5 }))).map((one) => one.id)).toEqual([id]);

    // A page of two, so that the client's own paging has to go on.
    const events = await all(jobs.listEvents(id, { limit: 2 }));
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(events.map(({ message }) => message)).toContain("Job started.");
    expect(events.every(({ object }) => object === "fine_tuning.job.event")).toBe(true);

    const checkpoints = await all(jobs.checkpoints.list(id, { limit: 1 }));
    expect(checkpoints[0]?.fine_tuned_model_checkpoint).toBe(done.fine_tuned_model);
    expect(checkpoints.every((checkpoint) => checkpoint.fine_tuning_job_id === id)).toBe(true);
    const steps = checkpoints.map(({ step_number: step }) => step);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));

    const results = await (await client.files.content(done.result_files[0]!)).text();
    expect(results).toMatch(/^step,train_mean_reward,/);
  });

  test("a job: cancel; a state that refuses and an id that is none are the client's own errors", async () => {
    const emulator = await testEmulator();
    const client = connect(emulator);
    const { jobs } = client.fineTuning;
    const { id } = await createJob(emulator, client);
    await expect(jobs.pause(id)).rejects.toMatchObject({ status: 400, error: { code: expect.any(String) } });
    expect(await jobs.cancel(id)).toMatchObject({ id, status: "cancelled", finished_at: expect.any(Number) });
    await expect(jobs.retrieve("ftjob-none")).rejects.toMatchObject({ status: 404, code: "notFound" });
  });

  test("evaluations of a job: runs and output items", async () => {
    const emulator = await testEmulator();
    const client = connect(emulator);
    const { id } = await createJob(emulator, client);
    emulator.pass(100_000);
    // Azure's jobs name their evaluation; the client's type does not know it.
    const job = await client.fineTuning.jobs.retrieve(id);
    const evaluation = "eval" in job ? String(job.eval) : "";
    const runs = await all(client.evals.runs.list(evaluation, { limit: 2 }));
    expect(runs.map(({ name }) => name)).toContain("Step 0");
    const run = runs[0]!;
    const items = await all(client.evals.runs.outputItems.list(run.id, { eval_id: evaluation }));
    expect(items.length).toBe(run.result_counts.total);
    const item = await client.evals.runs.outputItems.retrieve(items[0]!.id, {
      eval_id: evaluation,
      run_id: run.id,
    });
    expect(item.results[0]?.score).toBe(items[0]!.results[0]?.score);
  });
});

describe("graders stand on the v1 path only", () => {
  test("run gives the reward, validate the grader", async () => {
    const emulator = await testEmulator();
    const { graders } = v1(emulator).fineTuning.alpha;
    const right = await graders.run({ grader, item: { answer: "42" }, model_sample: "42" });
    expect(right).toMatchObject({ reward: 1, metadata: { name: "exact", type: "string_check" } });
    expect(Object.values(right.metadata.errors).filter((flag) => flag === true)).toEqual([]);
    expect((await graders.run({ grader, item: { answer: "42" }, model_sample: "4" })).reward).toBe(0);
    const missing = await graders.run({ grader, item: {}, model_sample: "42" });
    expect(missing).toMatchObject({ reward: 0, metadata: { errors: { invalid_variable_error: true } } });
    expect(await graders.validate({ grader })).toEqual({ grader });
    const broken = JSON.parse(JSON.stringify({ ...grader, operation: "equals" }));
    await expect(graders.validate({ grader: broken })).rejects.toMatchObject({ status: 400 });
  });

  test("the dated path has none", async () => {
    const { graders } = dated(await testEmulator()).fineTuning.alpha;
    await expect(graders.validate({ grader })).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe("uploads stand on a resource's dated path only", () => {
  const begun = { filename: "train.jsonl", purpose: "fine-tune", mime_type: "application/jsonl" } as const;

  test("create, parts, complete: a file with the parts in the order that was asked for", async () => {
    const emulator = await testEmulator();
    const client = dated(emulator);
    const text = sums(20);
    const half = 500;
    const opened = await client.uploads.create({ ...begun, bytes: Buffer.byteLength(text) });
    expect(opened).toMatchObject({ object: "upload", status: "pending" });
    const part = async (content: string) =>
      client.uploads.parts.create(opened.id, { data: await toFile(Buffer.from(content), "part") });
    const last = await part(text.slice(half));
    const first = await part(text.slice(0, half));
    const done = await client.uploads.complete(opened.id, { part_ids: [first.id, last.id] });
    expect(done).toMatchObject({ status: "completed", file: { filename: "train.jsonl" } });
    expect(await (await client.files.content(done.file!.id)).text()).toBe(text);
  });

  test("cancel: it takes no parts any more", async () => {
    const client = dated(await testEmulator());
    const { id } = await client.uploads.create({ ...begun, bytes: 4 });
    expect(await client.uploads.cancel(id)).toMatchObject({ id, status: "cancelled" });
    const data = await toFile(Buffer.from("1234"), "part");
    await expect(client.uploads.parts.create(id, { data })).rejects.toMatchObject({ status: 400 });
  });

  test("the v1 path has none, as its specification", async () => {
    const client = v1(await testEmulator());
    await expect(client.uploads.create({ ...begun, bytes: 4 })).rejects.toBeInstanceOf(NotFoundError);
  });
});
