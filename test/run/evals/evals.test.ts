import { describe, expect, test } from "vitest";
import type { EvalOutputItem, EvalRun, FineTuningApi } from "#service/api.js";
import { type RowChoice, chooseRows } from "#run/evals/choose-rows.js";
import { chooseRuns, runLabel } from "#run/evals/choose-runs.js";
import { readEvaluation } from "#run/evals/read-evaluation.js";
import { fetchRollouts } from "#run/evals/fetch-rollouts.js";
import { readRollout } from "#run/evals/read-rollout.js";
import { fakeApi } from "#test/support/fake-api.js";

/** One output of the row that asks `question`. */
function item(
  id: string,
  question: string,
  score?: number,
  more: Partial<EvalOutputItem> = {},
): EvalOutputItem {
  const messages = [{ role: "user", content: question }];
  return {
    id,
    status: score !== undefined && score >= 0.5 ? "pass" : "fail",
    datasource_item: { messages, answer: "x" },
    results: score === undefined ? [] : [{ name: "exact-0a1b2c3d-0000-4000-8000-0123456789ab", score }],
    sample: { input: messages, output: [{ role: "assistant", content: `out ${id}` }] },
    ...more,
  };
}

/** A service whose pages hold two entries. */
function apiOf(runs: (EvalRun & { items: EvalOutputItem[] })[], job = {}): FineTuningApi {
  const page = <T extends { id: string }>(entries: T[], after?: string) => {
    const start = after === undefined ? 0 : entries.findIndex(({ id }) => id === after) + 1;
    return { data: entries.slice(start, start + 2), hasMore: start + 2 < entries.length };
  };
  const itemsOf = (id: string) => runs.find((run) => run.id === id)?.items ?? [];
  return fakeApi({
    getJob: async (id) => ({ id, status: "succeeded", eval: "eval_1", ...job }),
    listEvalRuns: async (_eval, query) => page(runs, query?.after),
    listEvalOutputItems: async (_eval, run, query) => page(itemsOf(run), query?.after),
    getEvalOutputItem: async (_eval, run, id) => itemsOf(run).find((one) => one.id === id)!,
  });
}

const completed = { status: "completed" };
const three = [
  // The service's order is not that of the steps.
  {
    id: "r10",
    name: "Step 10",
    ...completed,
    items: [item("a10", "A", 0.2), item("b10", "B", 1), item("c10", "C", 0.5)],
  },
  {
    id: "r0",
    name: "Step 0",
    ...completed,
    items: [item("a0", "A", 0.9), item("b0", "B", 0), item("c0", "C", 0.5)],
  },
  {
    id: "r5",
    name: "Step 5",
    ...completed,
    items: [item("a5", "A", 1), item("b5", "B", 1), item("c5", "C", 0.4)],
  },
];

async function evaluationOf(runs = three) {
  return readEvaluation(apiOf(runs), "ftjob-1");
}

describe("readEvaluation", () => {
  test("reads all pages of all runs, in order of steps", async () => {
    const { runs } = await evaluationOf();
    expect(runs.map(({ step, samples }) => [step, samples])).toEqual([
      [0, 3],
      [5, 3],
      [10, 3],
    ]);
    expect(runs[0]).toMatchObject({ passRate: 2 / 3, errored: 0, graders: {} });
    expect(runs.map(({ meanScore }) => meanScore?.toFixed(4))).toEqual(["0.4667", "0.8000", "0.5667"]);
  });

  test("an output without a score counts in no mean, and is counted", async () => {
    const [run] = (
      await evaluationOf([
        { id: "r", name: "Step 0", ...completed, items: [item("a", "A", 1), item("b", "B")] },
      ])
    ).runs;
    expect(run).toMatchObject({ samples: 2, errored: 1, meanScore: 1, passRate: 0.5 });
  });

  test("several results give the mean, and each grader's own", async () => {
    const results = [
      { name: "one", score: 1 },
      { name: "two", score: 0 },
    ];
    const [run] = (
      await evaluationOf([
        { id: "r", name: "nightly", ...completed, items: [item("a", "A", 1, { results })] },
      ])
    ).runs;
    expect(run).toMatchObject({ name: "nightly", meanScore: 0.5, graders: { one: 1, two: 0 } });
    expect(run).not.toHaveProperty("step");
  });

  test("a server that repeats its page for ever is left, and its run counts once", async () => {
    const api = fakeApi({
      getJob: async (id) => ({ id, status: "running", eval: "eval_1" }),
      listEvalRuns: async () => ({
        data: [{ id: "r", status: "in_progress", name: "Step 0" }],
        hasMore: true,
      }),
      listEvalOutputItems: async () => ({ data: [], hasMore: true }),
    });
    expect((await readEvaluation(api, "ftjob-1")).runs.map(({ samples }) => samples)).toEqual([0]);
  });

  test.each([
    [{ eval: undefined, status: "pending" }, [], "is pending and has no evaluation"],
    [{ eval: "", status: "failed" }, [], "is failed and has no evaluation"],
    [{}, [], "has no run yet"],
  ])("%o: the answer is no", async (job, runs, message) => {
    await expect(readEvaluation(apiOf(runs, job), "ftjob-1")).rejects.toThrow(message);
  });
});

describe("chooseRuns", () => {
  test.each([
    [
      ["first", "last"],
      [0, 10],
    ],
    [
      ["best", "last"],
      [5, 10],
    ],
    [["last", "10"], [10]],
    [
      ["10", "0"],
      [0, 10],
    ],
    // The first evaluation by the results' number; the recommended step is 5 here.
    [
      ["1", "recommended"],
      [0, 5],
    ],
  ])("%j", async (words, steps) => {
    expect(chooseRuns(await evaluationOf(), words, 5).map(({ step }) => step)).toEqual(steps);
  });

  test("is named by its step in the results", async () => {
    expect((await evaluationOf()).runs.map(runLabel)).toEqual(["step 1", "step 5", "step 10"]);
  });

  test("nothing recommended, or a recommended step without an evaluation", async () => {
    const evaluation = await evaluationOf();
    expect(() => chooseRuns(evaluation, ["recommended"])).toThrow("no step is recommended");
    expect(() => chooseRuns(evaluation, ["recommended"], 7)).toThrow(
      "the recommended step 7 has no evaluation",
    );
  });

  test("a step that was not evaluated, one in progress, and none with outputs", async () => {
    const running = [...three, { id: "r15", name: "Step 15", status: "in_progress", items: [] }];
    const evaluation = await evaluationOf(running);
    expect(() => chooseRuns(evaluation, ["7"])).toThrow("no evaluation of step 7");
    expect(() => chooseRuns(evaluation, ["15"])).toThrow("step 15 is in_progress");
    expect(chooseRuns(evaluation, ["last"]).map(({ step }) => step)).toEqual([10]);
    const none = await evaluationOf(running.slice(-1));
    expect(() => chooseRuns(none, ["last"])).toThrow("step 15 is in_progress");
  });
});

describe("chooseRows", () => {
  const choice: RowChoice = { order: "worst", limit: 5, changedOnly: false };
  test.each<[string, Partial<RowChoice>, number[]]>([
    // Listed as A, B, C: from 0.9 to 0.2, from 0 to 1, 0.5 both times.
    ["the lowest at the last step", {}, [1, 3, 2]],
    ["the highest", { order: "top" }, [2, 3, 1]],
    ["the largest changes", { order: "changed", changedOnly: true }, [2, 1]],
    ["the largest losses", { changedOnly: true }, [1, 2]],
    ["the largest gains", { order: "top", changedOnly: true }, [2, 1]],
    ["a limit", { limit: 1 }, [1]],
    ["one row", { row: 3 }, [3]],
  ])("%s", async (_name, change, rows) => {
    const runs = chooseRuns(await evaluationOf(), ["first", "last"]);
    expect(chooseRows(runs, { ...choice, ...change }).map(({ row }) => row)).toEqual(rows);
  });

  test("changes and scores are those of the run that counts, though later ones are shown", async () => {
    const runs = chooseRuns(await evaluationOf(), ["first", "5", "last"]);
    const target = runs[1];
    const rows = (more: Partial<RowChoice>) =>
      chooseRows(runs, { ...choice, target, ...more }).map(({ row, change }) => [row, change?.toFixed(1)]);
    expect(rows({ order: "changed", changedOnly: true })).toEqual([
      [2, "1.0"],
      [1, "0.1"],
      [3, "-0.1"],
    ]);
    expect(rows({ order: "worst", limit: 1 })).toEqual([[3, "-0.1"]]);
  });

  test("rows of an agentic job pair, though each rollout has its own trace", async () => {
    const traced = (id: string, question: string, score: number) => {
      const plain = item(id, question, score);
      return { ...plain, datasource_item: { ...plain.datasource_item, trace: { id } } };
    };
    const { runs } = await evaluationOf([
      { id: "r0", name: "Step 0", ...completed, items: [traced("a", "A", 0), traced("b", "B", 1)] },
      { id: "r5", name: "Step 5", ...completed, items: [traced("c", "A", 1), traced("d", "B", 1)] },
    ]);
    expect(chooseRows(runs, { order: "changed", limit: 5, changedOnly: true })).toMatchObject([
      { row: 1, change: 1 },
    ]);
  });

  test("rows are told by their content, whatever the service numbers", async () => {
    const [first, second] = [
      item("a0", "A", 0, { datasource_item_id: 0 }),
      item("a1", "A", 1, { datasource_item_id: 1 }),
    ];
    const { runs } = await evaluationOf([{ id: "r", name: "Step 0", ...completed, items: [first, second] }]);
    expect(chooseRows(runs, choice)).toMatchObject([{ row: 1, runs: [{ meanScore: 0.5 }] }]);
    expect(() => chooseRows(runs, { ...choice, row: 2 })).toThrow("no row 2");
  });
});

describe("readRollouts", () => {
  test("shows the worst output of the worst rows, the best of the best", async () => {
    const items = [item("low", "A", 0), item("high", "A", 1)];
    const runs = [{ id: "r", name: "Step 0", ...completed, items }];
    const evaluation = await evaluationOf(runs);
    for (const [order, id] of [
      ["worst", "low"],
      ["top", "high"],
      ["changed", "low"],
    ] as const) {
      const rows = chooseRows(evaluation.runs, { order, limit: 1, changedOnly: false });
      expect(await fetchRollouts(apiOf(runs), "eval_1", rows, order)).toMatchObject([
        { row: 1, steps: [{ id, output: `out ${id}`, scores: [0, 1], meanScore: 0.5 }] },
      ]);
    }
  });
});

test("a row comes with its reference, without what is the model's input or an output's own", async () => {
  const messages = [{ role: "user", content: "A" }];
  const row = { messages, tools: [], answer: "x", facts: { n: 4 }, trace: [1], "sample.output_text": "y" };
  const items = [item("a", "A", 0.5, { datasource_item: row })];
  const runs = [{ id: "r", name: "Step 0", ...completed, items }];
  const { runs: read } = await evaluationOf(runs);
  const rows = chooseRows(read, { order: "top", limit: 1, changedOnly: false });
  const [first] = await fetchRollouts(apiOf(runs), "eval_1", rows, "top");
  expect(first?.reference).toEqual({ answer: "x", facts: { n: 4 } });
});

describe("toRollout", () => {
  const of = (more: Partial<EvalOutputItem>) => readRollout(item("i", "A", 1, more));

  test("texts of parts, tool calls and errors are read", () => {
    const calls = [{ function: { name: "look" } }];
    const output = [
      { role: "assistant", content: [{ type: "text", text: "a" }] },
      { role: "assistant", content: null, tool_calls: calls },
    ];
    expect(of({ sample: { output, error: { message: "cut" } } })).toMatchObject({
      output: `a\n${JSON.stringify(calls)}`,
      error: "cut",
      prompt: [{ content: "A" }],
    });
  });

  test("each grader's own score, where there are several", () => {
    const results = [
      { name: "exact-0a1b2c3d-0000-4000-8000-0123456789ab", score: 1 },
      { name: "form", score: 0 },
    ];
    expect(of({ results })).toMatchObject({ score: 0.5, graders: { exact: 1, form: 0 } });
    expect(of({})).not.toHaveProperty("graders");
  });

  test.each([
    [{ reason: "too short" }, "too short"],
    [{ sample: { output: [{ content: "plain words" }] } }, "plain words"],
    [
      {
        sample: {
          output: [
            { content: JSON.stringify({ steps: [{ description: "d", conclusion: "c" }], result: 1 }) },
          ],
        },
      },
      "d: c",
    ],
  ])("a judge's words in %j", (result, reason) => {
    expect(of({ results: [{ score: 1, ...result }] }).reason).toBe(reason);
  });
});
