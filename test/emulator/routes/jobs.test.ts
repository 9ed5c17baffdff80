import { cp, rm } from "node:fs/promises";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Job } from "#service/api.js";
import type { JsonObject } from "#json/json-value.js";
import { type StepMetrics, parseResults } from "#run/steps/results.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import { type List, TestEmulator, jobBody, sums, testEmulator } from "#test/support/test-emulator.js";

/** Passes time in pieces until the job has the status; gives up after a day. */
async function waitFor(emulator: TestEmulator, id: string, status: string, piece = 30): Promise<Job> {
  for (let waited = 0; waited < 86_400; waited += piece) {
    const job = await emulator.job(id);
    if (job.status === status) return job;
    emulator.pass(piece);
  }
  throw new Error(`never ${status}`);
}

/** Passes time until the job has finished so many steps. */
async function waitForSteps(emulator: TestEmulator, id: string, steps: number): Promise<void> {
  for (;;) {
    const done = (await emulator.events(id)).filter(({ type }) => type === "metrics").length;
    if (done >= steps) return;
    emulator.pass(30);
  }
}

const cadence = (message: string) => message.replace(/\d+\.\d+/g, "N").replace(/file-\w+/, "file-ID");

describe("a job's life", () => {
  test("pending, running before it trains, succeeded, and bookkeeping after that", async () => {
    const emulator = await testEmulator();
    const { id, status, method } = await emulator.createJob();
    expect([status, method]).toMatchObject(["pending", { type: "reinforcement" }]);
    emulator.pass(59);
    expect((await emulator.job(id)).status).toBe("pending");
    emulator.pass(1);
    const running = await emulator.job(id);
    expect([running.status, running.result_files]).toEqual(["running", undefined]);
    emulator.pass(120);
    const atStart = (await emulator.events(id)).map(({ message }) => message);
    expect(atStart.toReversed()).toEqual([
      "Simulated training by the azure-rft emulator: numbers come from a seeded policy, not from a model.",
      "Job enqueued. Waiting for jobs ahead to complete.",
      "Job started.",
      "Preprocessing completed",
      "Training started.",
    ]);

    // Shorter than the 8 s between the last status and the bookkeeping.
    const done = await waitFor(emulator, id, "succeeded", 5);
    const hex = id.replace("ftjob-", "");
    expect(done).toMatchObject({
      fine_tuned_model: `o4-mini-2025-04-16.ft-${hex}`,
      finished_at: expect.any(Number),
      trained_tokens: expect.any(Number),
      eval: expect.stringMatching(/^eval_[0-9a-f]{32}$/),
    });
    const ended = (await emulator.events(id))[0];
    expect(ended?.message).toBe("Job succeeded.");
    emulator.pass(10);
    const log = (await emulator.events(id)).toReversed().slice(5);
    expect(log.map(({ message }) => cadence(message))).toEqual([
      "Step 1/5 , train mean reward=N, full validation mean reward=N, full validation mean parse error=N",
      "Step 2/5 , train mean reward=N, full validation mean reward=N, full validation mean parse error=N",
      "Step 3/5 , train mean reward=N",
      "Step 4/5 , train mean reward=N, full validation mean reward=N, full validation mean parse error=N",
      "Step 5/5 , train mean reward=N, full validation mean reward=N, full validation mean parse error=N",
      "Job succeeded.",
      "Postprocessing started.",
      "Completed results file: file-ID",
      "Training hours billed: N",
      "Model Evaluation Passed.",
    ]);
    expect(log.map(({ created_at }) => created_at)).toEqual(
      log.map(({ created_at }) => created_at).toSorted((a, b) => a - b),
    );
  });

  test("pause keeps results and makes a checkpoint; resume goes on from there", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob();
    await waitForSteps(emulator, id, 3);
    const act = async (verb: string) => (await emulator.post<Job>(`/fine_tuning/jobs/${id}/${verb}`)).body;
    expect((await act("pause")).status).toBe("pausing");
    expect(await emulator.checkpoints(id)).toEqual([]);
    emulator.pass(60);
    const paused = await emulator.job(id);
    expect(paused).toMatchObject({ status: "paused", result_files: [expect.any(String)] });
    expect(paused.finished_at).toBeUndefined();
    const csv = (await emulator.get(`/files/${paused.result_files?.[0]}/content`)).text;
    expect(parseResults(csv).steps.map(({ step }) => step)).toEqual([1, 2, 3]);
    const names = (await emulator.checkpoints(id)).map((one) => one.fine_tuned_model_checkpoint);
    const model = `o4-mini-2025-04-16.ft-${id.replace("ftjob-", "")}`;
    // Steps 1 and 2 evaluated, step 3 is the pause's.
    expect(names).toEqual([3, 2, 1].map((step) => `${model}:ckpt-step-${step}`));

    emulator.pass(100_000);
    expect((await emulator.job(id)).status).toBe("paused");
    expect((await act("resume")).status).toBe("resuming");
    emulator.pass(60);
    expect((await emulator.job(id)).status).toBe("running");
    const done = await waitFor(emulator, id, "succeeded");
    const whole = (await emulator.get(`/files/${done.result_files?.[0]}/content`)).text;
    expect(whole.startsWith(csv)).toBe(true);
    const last = await emulator.checkpoints(id);
    expect(last[0]).toMatchObject({ step_number: 5, fine_tuned_model_checkpoint: model });
    expect(last.map(({ step_number }) => step_number)).toContain(3);
  });

  test("auto hyperparameters are -1 until the data has been read", async () => {
    const emulator = await testEmulator();
    const { id, method } = await emulator.createJob({ hyperparameters: { n_epochs: "auto" } });
    const auto = { n_epochs: -1, batch_size: -1, eval_interval: -1, eval_samples: -1, compute_multiplier: 1 };
    expect(method).toMatchObject({ reinforcement: { hyperparameters: auto } });
    await waitForSteps(emulator, id, 1);
    // 20 rows: three epochs of 20 batches of one, an evaluation every 12 steps.
    const resolved = {
      n_epochs: 3,
      batch_size: 1,
      eval_interval: 12,
      eval_samples: 2,
      compute_multiplier: 1,
    };
    expect((await emulator.job(id)).method).toMatchObject({ reinforcement: { hyperparameters: resolved } });
  });

  test("a job file in multi form with a response format reports each grader, and parse errors", async () => {
    const emulator = await testEmulator();
    const part = (field: string): JsonObject => ({
      type: "string_check",
      name: `the ${field}`,
      operation: "eq",
      input: `{{sample.output_json.${field}}}`,
      reference: `{{item.${field}}}`,
    });
    const fields = { answer: { type: "string" }, topic: { type: "string" } };
    const schema = {
      type: "object",
      properties: fields,
      required: ["answer", "topic"],
      additionalProperties: false,
    };
    const { id } = await emulator.createJob({
      grader: {
        type: "multi",
        name: "both",
        graders: { answer: part("answer"), topic: part("topic") },
        calculate_output: "(answer + topic) / 2",
      },
      responseFormat: { type: "json_schema", json_schema: { name: "sum", strict: true, schema } },
      hyperparameters: { n_epochs: 4, batch_size: 4, eval_interval: 10, eval_samples: 3 },
    });
    const done = await waitFor(emulator, id, "succeeded");
    const { steps } = parseResults((await emulator.get(`/files/${done.result_files?.[0]}/content`)).text);
    const [first, last] = [steps[0], steps.at(-1)];
    const scores = (name: string) => `scores/graders/${name}/valid_reward_mean`;
    const of = (step: StepMetrics | undefined, name: string) => Number(step?.[name]);
    expect(of(first, scores("multi/both"))).toBeCloseTo(of(first, "full_valid_mean_reward"), 12);
    // The topic is the same in every row: even a wrong answer gets it right.
    expect(of(first, scores("string_check/the topic"))).toBeGreaterThan(
      of(first, scores("string_check/the answer")),
    );
    expect(of(first, "full_valid_mean_parse_error")).toBeGreaterThan(of(last, "full_valid_mean_parse_error"));
    expect(of(last, "full_valid_mean_reward")).toBeGreaterThan(of(first, "full_valid_mean_reward"));
  });

  test("cancelled at once while pending, for good", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob();
    emulator.pass(10);
    const cancelled = (await emulator.post<Job>(`/fine_tuning/jobs/${id}/cancel`)).body;
    expect(cancelled).toMatchObject({ status: "cancelled", finished_at: 1_700_000_016 });
    emulator.pass(10_000);
    expect((await emulator.job(id)).status).toBe("cancelled");
    expect(await emulator.events(id)).toHaveLength(2);
  });

  test.each([
    { name: "a broken line", train: `${sums(12)}\n{"messages":`, says: /train\.jsonl, line 13/ },
    { name: "a system message", train: sums(12).replace('"user"', '"system"'), says: /train\.jsonl, line 1/ },
    { name: "no validation rows", valid: "", says: /valid\.jsonl/ },
  ])("fails in preprocessing on $name", async ({ says, train, valid }) => {
    const emulator = await testEmulator();
    const rows = { ...(train !== undefined && { train }), ...(valid !== undefined && { valid }) };
    const { id } = await emulator.createJob({ rows });
    emulator.pass(10_000);
    const job = await emulator.job(id);
    expect(job).toMatchObject({
      status: "failed",
      finished_at: expect.any(Number),
      error: { code: "jsonlValidationFailed", message: expect.stringMatching(says) },
    });
    expect((await emulator.events(id))[0]).toMatchObject({
      level: "error",
      message: expect.stringMatching(says),
    });
  });

  test("fails where its file was deleted meanwhile", async () => {
    const emulator = await testEmulator();
    const { id, training_file } = await emulator.createJob();
    await emulator.send("DELETE", `/openai/v1/files/${training_file}`);
    emulator.pass(10_000);
    const { status, error } = await emulator.job(id);
    expect([status, error?.message]).toEqual(["failed", expect.stringContaining(String(training_file))]);
  });
});

describe("what the service says of a job", () => {
  test("metrics events carry what the result file has", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob();
    const { result_files } = await waitFor(emulator, id, "succeeded");
    const { steps } = parseResults((await emulator.get(`/files/${result_files?.[0]}/content`)).text);
    const events = (await emulator.events(id)).toReversed().flatMap((event) => stepOfEvent(event) ?? []);
    const timed = events.map((step, index) => ({ ...step, timestamp: steps[index]?.["timestamp"] }));
    expect(timed).toEqual(steps.map((step) => ({ ...step, total_steps: 5 })));
  });

  test("events and jobs come in pages, newest first", async () => {
    const emulator = await testEmulator();
    const first = await emulator.createJob();
    const second = await emulator.createJob();
    emulator.pass(10_000);
    const jobs = (await emulator.get<List<Job>>("/fine_tuning/jobs?limit=1")).body;
    expect([jobs.data[0]?.id, jobs.has_more]).toEqual([second.id, true]);
    const rest = (await emulator.get<List<Job>>(`/fine_tuning/jobs?after=${second.id}`)).body;
    expect([rest.data.map(({ id }) => id), rest.has_more]).toEqual([[first.id], false]);

    const all = await emulator.events(first.id);
    const seen: string[] = [];
    let query = "limit=4";
    for (let more = true; more;) {
      const page = (await emulator.get<List<{ id: string }>>(`/fine_tuning/jobs/${first.id}/events?${query}`))
        .body;
      seen.push(...page.data.map(({ id }) => id));
      query = `limit=4&after=${seen.at(-1)}`;
      more = page.has_more;
    }
    expect(seen).toEqual(all.map(({ id }) => id));
    expect(new Set(seen).size).toBe(15);
  });

  test("the request comes back as it was understood", async () => {
    const emulator = await testEmulator();
    const grader = {
      type: "score_model",
      name: "judge",
      model: "o3-mini",
      input: [{ role: "user", content: "Rate {{sample.output_text}}" }],
    };
    const job = await emulator.createJob({
      grader,
      body: {
        trainingType: 1,
        suffix: "my-run_1",
        metadata: { team: "search" },
        inference_configs: { auto_inference_enabled: true, inference_sku: 0 },
        unknown_key: true,
      },
    });
    expect(job).toMatchObject({
      trainingType: "globalStandard",
      suffix: "my-run_1",
      metadata: { team: "search" },
      inference_configs: { auto_inference_enabled: true, inference_sku: "developerTier" },
      method: { reinforcement: { grader: { ...grader, pass_threshold: 0, range: [0, 1] } } },
    });
    expect(job).not.toHaveProperty("unknown_key");
    emulator.pass(100_000);
    const { fine_tuned_model } = await emulator.job(job.id);
    expect(fine_tuned_model).toBe(`o4-mini-2025-04-16.ft-${job.id.replace("ftjob-", "")}-my-run_1`);
    const judged = (await emulator.events(job.id)).filter(({ level }) => level === "warning");
    expect(judged.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Simulated judge: score_model/),
    ]);
  });
});

describe("time", () => {
  test("does not pass while the emulator is down; a job goes on where it stood", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob();
    await waitForSteps(emulator, id, 2);
    const before = await emulator.job(id);
    const steps = (await emulator.events(id)).length;
    await emulator.stop();
    emulator.pass(1_000_000);
    await emulator.start();
    expect(await emulator.job(id)).toEqual(before);
    expect(await emulator.events(id)).toHaveLength(steps);
    const done = await waitFor(emulator, id, "succeeded");
    const { steps: results } = parseResults(
      (await emulator.get(`/files/${done.result_files?.[0]}/content`)).text,
    );
    expect(results.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  });

  test("a process that dies loses nothing but the time since the last look", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob();
    await waitForSteps(emulator, id, 2);
    const before = await emulator.job(id);
    emulator.pass(20);
    // What the disk holds at this moment is all that a process killed now would leave.
    const dataDir = `${emulator.options.dataDir}-left`;
    await cp(emulator.options.dataDir, dataDir, { recursive: true });
    onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
    const successor = new TestEmulator({ ...emulator.options, dataDir });
    await successor.start();
    onTestFinished(() => successor.stop());
    expect(await successor.job(id)).toEqual(before);
    await waitFor(successor, id, "succeeded");
  });

  test("results do not depend on how often somebody looks, on restarts, ids or the hour", async () => {
    const looked = await testEmulator();
    const patient = await testEmulator({ startTime: 1_800_000_000 });
    await patient.uploadBoth();
    const often = await looked.createJob();
    const seldom = await patient.createJob();
    expect(seldom.id).not.toBe(often.id);
    await waitForSteps(looked, often.id, 2);
    await looked.stop();
    await looked.start();
    const end = await waitFor(looked, often.id, "succeeded", 7);
    patient.pass(100_000);
    const lateEnd = await patient.job(seldom.id);
    const figures = async (emulator: TestEmulator, file: string | undefined) =>
      (await emulator.get(`/files/${file}/content`)).text.replaceAll(/,[^,]*Z$/gm, "");
    expect(await figures(looked, end.result_files?.[0])).toBe(
      await figures(patient, lateEnd.result_files?.[0]),
    );
    const duration = ({ finished_at = 0, created_at = 0 }: Job) => finished_at - created_at;
    expect(Math.abs(duration(end) - duration(lateEnd))).toBeLessThanOrEqual(1);
  });
});

describe("paths", () => {
  const version = "?api-version=2025-04-01-preview";
  test.each([
    { prefix: "/openai/v1", query: "", status: 200 },
    { prefix: "/openai/v1", query: "?api-version=preview", status: 200 },
    { prefix: "/openai", query: version, status: 200 },
    { prefix: "/openai", query: "", status: 404 },
    { prefix: "/api/projects/mine/openai/v1", query: "", status: 200 },
    { prefix: "/api/projects/mine/openai", query: version, status: 200 },
    { prefix: "/api/projects/mine/openai", query: "", status: 404 },
    { prefix: "", query: version, status: 404 },
    { prefix: "/openai/v2", query: version, status: 404 },
  ])("$prefix/fine_tuning/jobs$query is answered $status", async ({ prefix, query, status }) => {
    const emulator = await testEmulator();
    const answer = await emulator.send("GET", `${prefix}/fine_tuning/jobs${query}`);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("apim-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("one store behind all of them", async () => {
    const emulator = await testEmulator();
    const files = await emulator.uploadBoth();
    const { body } = await emulator.send<Job>("POST", `/openai/fine_tuning/jobs${version}`, {
      body: JSON.stringify(jobBody(files)),
    });
    const seen = await emulator.send<Job>("GET", `/api/projects/p/openai/v1/fine_tuning/jobs/${body.id}`);
    expect(seen.body).toEqual(body);
  });

  test("only the dated path deletes jobs, known or not", async () => {
    const emulator = await testEmulator();
    const { id } = await emulator.createJob();
    const path = `/fine_tuning/jobs/${id}`;
    expect((await emulator.send("DELETE", `/openai/v1${path}`)).status).toBe(404);
    expect((await emulator.send("DELETE", `/openai${path}${version}`)).status).toBe(204);
    expect((await emulator.send("DELETE", `/openai${path}${version}`)).status).toBe(204);
    expect((await emulator.get(path)).status).toBe(404);
  });
});
