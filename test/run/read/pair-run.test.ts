import { describe, expect, test } from "vitest";
import { RftError } from "#errors.js";
import type { EvalRun, FineTuningApi } from "#service/api.js";
import { pairRun } from "#run/read/pair-run.js";
import { createRunResult } from "#run/outcome/run-result.js";
import { fakeApi } from "#test/support/fake-api.js";

const samples = "timing/graders/python/g/timing/valid_execution_latency_count";
const steps = [0.5, 0.55, 0.4].map((reward, index) => ({
  step: index === 0 ? 1 : 5 * index,
  full_valid_mean_reward: reward,
  [samples]: 20,
}));
const run = createRunResult(
  { steps },
  { source: "ftjob-1", job: { id: "ftjob-1", status: "succeeded", eval: "eval_1" } },
);

/** Scores of each row's outputs, by run; each output carries a trace of its own. */
type Scores = Record<string, number[]>;

function apiOf(scores: Record<string, Scores>, more: Partial<EvalRun> = {}) {
  const asked: string[] = [];
  const api = fakeApi({
    listEvalRuns: async () => ({
      data: Object.keys(scores).map((name) => ({ id: name, name, status: "completed", ...more })),
      hasMore: false,
    }),
    listEvalOutputItems: async (_eval, id) => {
      asked.push(id);
      const data = Object.entries(scores[id] ?? {}).flatMap(([row, all]) =>
        all.map((score, place) => ({
          id: `${id} ${row} ${place}`,
          datasource_item: { messages: [{ role: "user", content: row }], trace: `${id} ${row} ${place}` },
          results: [{ score }],
        })),
      );
      return { data, hasMore: false };
    },
  });
  return { api, asked };
}

const first = { A: [0, 0], B: [1, 0], C: [0.5, 0.5] };
const best = { A: [0.4, 0], B: [1, 0], C: [1, 0.4] };

describe("the recommended and the best step, row by row", () => {
  test("pair by their rows, two evaluations read and no other; the first is Step 0 to the service", async () => {
    const { api, asked } = apiOf({ "Step 0": first, "Step 5": best, "Step 10": first });
    const { recommended, notes } = await pairRun(api, run);
    expect(recommended).toMatchObject({
      step: 1,
      bandBasis: "independent",
      paired: { basis: "paired rows", rows: 3, better: 2, worse: 0, equal: 1 },
    });
    expect(recommended?.paired?.difference).toBeCloseTo(0.4 / 3, 12);
    expect(asked).toEqual(["Step 0", "Step 5"]);
    expect(notes).toEqual([]);
  });

  test.each<[string, FineTuningApi, string]>([
    ["no such evaluation", apiOf({ "Step 5": best }).api, "the service lists no evaluation of step 1"],
    [
      "one that goes on",
      apiOf({ "Step 0": first, "Step 5": best }, { status: "in_progress" }).api,
      "the evaluation of step 1 is in_progress",
    ],
    [
      "more outputs than are read",
      apiOf({ "Step 0": first, "Step 5": best }, { result_counts: { total: 20_000 } }).api,
      "the evaluation of step 1 has 20,000 outputs, more than the 2,000 that are read",
    ],
    [
      "one row",
      apiOf({ "Step 0": { A: [1] }, "Step 5": { A: [0] } }).api,
      "their evaluations share only one row",
    ],
    ["no output", apiOf({ "Step 0": {}, "Step 5": {} }).api, "their evaluations share no row"],
    [
      "a service that refuses",
      fakeApi({
        listEvalRuns: async () => {
          throw new RftError("refused", "GET /evals was answered 403");
        },
      }),
      "GET /evals was answered 403",
    ],
  ])("%s: the run as it is, with the reason", async (_name, api, reason) => {
    const { recommended, notes } = await pairRun(api, run);
    expect(recommended).not.toHaveProperty("paired");
    expect(notes).toEqual([`steps 1 and 5 could not be compared row by row: ${reason}`]);
  });

  test("an interrupt is one", async () => {
    const api = fakeApi({
      listEvalRuns: async () => {
        throw new RftError("interrupted", "stopped");
      },
    });
    await expect(pairRun(api, run)).rejects.toThrow("stopped");
  });

  test.each([
    ["the best step itself is recommended", { steps: steps.slice(1) }, { eval: "eval_1" }],
    ["the job has no evaluation", { steps }, {}],
  ])("nothing is asked where %s", async (_name, results, more) => {
    const job = { id: "ftjob-1", status: "succeeded", ...more };
    const alone = createRunResult(results, { source: "ftjob-1", job });
    expect(await pairRun(fakeApi({}), alone)).toBe(alone);
  });
});
