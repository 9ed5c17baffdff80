import { beforeEach, describe, expect, test } from "vitest";
import type { EvalOutputItem, EvalRun, Job } from "#service/api.js";
import { parseResults } from "#run/steps/results.js";
import { type List, type TestEmulator, testEmulator } from "#test/support/test-emulator.js";

let emulator: TestEmulator;

beforeEach(async () => {
  emulator = await testEmulator();
});

async function runsOf(job: Job): Promise<EvalRun[]> {
  return (await emulator.get<List<EvalRun>>(`/evals/${job.eval}/runs`)).body.data;
}

async function itemsOf(job: Job, run: EvalRun | undefined): Promise<EvalOutputItem[]> {
  const path = `/evals/${job.eval}/runs/${run?.id}/output_items?limit=1000`;
  return (await emulator.get<List<EvalOutputItem>>(path)).body.data;
}

async function finish(change = {}): Promise<Job> {
  const { id } = await emulator.createJob(change);
  emulator.pass(100_000);
  return emulator.job(id);
}

describe("the evaluation that a job makes of itself", () => {
  test("its outputs are those whose rewards the result file holds", async () => {
    const job = await finish();
    const csv = await emulator.get(`/files/${job.result_files?.[0]}/content`);
    const evaluated = parseResults(csv.text).steps.flatMap(({ full_valid_mean_reward: reward }) =>
      typeof reward === "number" ? [reward] : [],
    );
    const runs = await runsOf(job);
    // 20 rows in batches of 4, an evaluation every second step, and of the first and the last.
    expect(runs.map(({ name }) => name)).toEqual(["Step 0", "Step 2", "Step 4", "Step 5"]);
    for (const [index, run] of runs.entries()) {
      const items = await itemsOf(job, run);
      expect(items).toHaveLength(10 * 2);
      const scores = items.flatMap(({ results }) => results[0]?.score ?? []);
      expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeCloseTo(
        evaluated[index]!,
        12,
      );
      const passed = items.filter(({ status }) => status === "pass").length;
      expect(run.result_counts).toEqual({ total: 20, errored: 0, passed, failed: 20 - passed });
    }
  });

  test("goes in pages, and shows one item alone", async () => {
    const job = await finish();
    const [run] = await runsOf(job);
    const path = `/evals/${job.eval}/runs/${run?.id}/output_items`;
    const all = await itemsOf(job, run);
    const first = (await emulator.get<List<EvalOutputItem>>(`${path}?limit=15`)).body;
    const rest = (await emulator.get<List<EvalOutputItem>>(`${path}?limit=15&after=${first.data.at(-1)?.id}`))
      .body;
    expect([first.has_more, rest.has_more]).toEqual([true, false]);
    expect([...first.data, ...rest.data]).toEqual(all);
    expect((await emulator.get(`${path}/${all[3]?.id}`)).body).toEqual(all[3]);
    expect((await emulator.get(`${path}/outputitem_0`)).status).toBe(404);
    expect((await emulator.get("/evals/eval_0/runs")).status).toBe(404);
  });

  test("a run is in progress while its step is trained", async () => {
    const { id } = await emulator.createJob();
    expect((await emulator.job(id)).eval).toBeUndefined();
    emulator.pass(200);
    const job = await emulator.job(id);
    const runs = await runsOf(job);
    expect(runs.map(({ name, status }) => [name, status])).toEqual([["Step 0", "in_progress"]]);
    expect(await itemsOf(job, runs[0])).toEqual([]);
  });

  test("is named as the service names it, on the dated path too", async () => {
    const job = await finish();
    const dated = await emulator.send("GET", `/openai/evals/${job.eval}?api-version=2025-04-01-preview`);
    expect(dated.body["name"]).toMatch(
      /^Reinforcement Fine Tuning validation runs for [\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
    );
  });

  test("a grader that can be cheated pays for outputs that repeat the prompt", async () => {
    const metadata = { simulated_illness: "hack" };
    const job = await finish({
      body: { metadata },
      hyperparameters: {
        n_epochs: 6,
        batch_size: 4,
        eval_interval: 10,
        eval_samples: 2,
        learning_rate_multiplier: 3,
      },
    });
    const runs = await runsOf(job);
    const echoes = async (run: EvalRun | undefined) =>
      (await itemsOf(job, run)).filter(
        ({ sample }) => sample?.output?.[0]?.["content"] === sample?.input?.[0]?.["content"],
      );
    const [before, after] = [await echoes(runs[0]), await echoes(runs.at(-1))];
    expect(before.length).toBeLessThan(5);
    expect(after.length).toBeGreaterThan(15);
    expect(after.every(({ status, results }) => status === "pass" && results[0]?.score === 1)).toBe(true);
  });
});
