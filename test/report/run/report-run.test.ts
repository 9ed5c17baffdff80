import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import type { Checkpoint, Job } from "#service/api.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type RunResult, createRunResult } from "#run/outcome/run-result.js";
import { reportComparison } from "#report/run/comparison.js";
import { curlOf } from "#report/run/report-deployment.js";
import { deploymentRequest } from "#run/outcome/deployment-request.js";
import { reportRun } from "#report/run/report-run.js";
import { reportTable } from "#report/run/table.js";

const style = new Chalk({ level: 0 });
const samples = "timing/graders/python/g/timing/valid_execution_latency_count";
const steps = [0.2, 0.5, 0.7, 0.8, 0.79].map((reward, index): StepMetrics => ({
  step: 5 * index + 1,
  train_mean_reward: reward,
  full_valid_mean_reward: reward,
  [samples]: 200,
  reasoning_tokens_mean: 200 + index,
  "scores/graders/python/g/valid_reward_mean": reward,
  "scores/graders/multi/a long name of a grader, longer than a narrow terminal/valid_reward_mean": 0.1,
}));
const job: Job = { id: "ftjob-1", status: "succeeded", fine_tuned_model: "m.ft-1" };
const checkpoint = (step: number, name: string): Checkpoint => ({
  id: `ftchkpt-${step}`,
  step_number: step,
  fine_tuned_model_checkpoint: name,
});
const runWith = (...checkpoints: Checkpoint[]) =>
  createRunResult({ steps }, { source: "ftjob-1", job, checkpoints, settings: { suffix: "it's ours" } });

test.each([44, 60, 80, 120])("a run is at most %i characters wide, but for the command to paste", (width) => {
  const run = {
    ...runWith(checkpoint(16, "x")),
    source: "ftjob-01dc214e847814443fbc7e3946108345",
    totalSteps: 40,
  };
  const withModel = { ...run, settings: { model: "o4-mini-2025-04-16" } };
  const [report = ""] = reportRun(withModel, { width, style }).split("curl ");
  const lines = report.split("\n");
  expect(lines.filter((line) => line.length > width)).toEqual([]);
  expect(lines.length).toBeGreaterThan(25);
});

test("the recommended step is deployed where its checkpoint was kept", () => {
  const run = runWith(checkpoint(21, "m.ft-1"), checkpoint(16, "m.ft-1:ckpt-step-16"));
  expect(run.recommended).toMatchObject({ step: 16, checkpoint: "ftchkpt-16" });
  expect(deploymentRequest(run)).toMatchObject({
    url: expect.stringMatching(/\/deployments\/it-s-ours-step-16\?api-version=\d{4}-\d\d-\d\d$/) as string,
    body: { properties: { model: { format: "OpenAI", name: "ftchkpt-16", version: "1" } } },
  });
});

test("else the best that was kept, and the report says so; the job's model goes by its name", () => {
  const run = runWith(checkpoint(21, "m.ft-1"), checkpoint(1, "m.ft-1:ckpt-step-1"));
  expect(run.deployable).toEqual({ step: 21, checkpoint: "ftchkpt-21", model: "m.ft-1" });
  const text = reportRun(run, { width: 200, style });
  expect(text).toContain(
    "step 16: 0.8, the best; no earlier step is within the noise of 0.04; its checkpoint was not kept; of those kept, step 21 is best",
  );
});

test("the command holds no secret and its body survives the shell's quotes", () => {
  const request = deploymentRequest(runWith(checkpoint(16, "x")));
  if (!request) throw new Error("a checkpoint is known");
  const command = curlOf({ ...request, body: { note: "it's" } });
  expect(command).toContain(`-d '{"note":"it'\\''s"}'`);
  expect(command).toContain("Bearer $(az account get-access-token");
});

describe("the request is one that the base model's trained models can be deployed by", () => {
  const runOf = (model: string | undefined) => ({
    ...runWith(checkpoint(16, "x")),
    settings: model === undefined ? {} : { model },
  });

  test.each([
    ["o4-mini-2025-04-16", "GlobalStandard", "OpenAI"],
    ["o4-mini-2025-04-16.ft-0123", "GlobalStandard", "OpenAI"],
    ["gpt-5-2025-08-07", "Standard", "OpenAI"],
    ["MAI-Code-1.1-Flash", "GlobalStandard", "Microsoft"],
    // Nothing is known of these.
    ["o9-mini", "GlobalStandard", "OpenAI"],
    [undefined, "GlobalStandard", "OpenAI"],
  ])("%s: %s, %s", (model, sku, format) => {
    expect(deploymentRequest(runOf(model))?.body).toMatchObject({
      sku: { name: sku, capacity: 50 },
      properties: { model: { format } },
    });
  });

  test.each(["qwen3.6-35b-a3b", "Qwen3.6-35B-A3B", "Qwen3.8-27B", "Muse-Glimmer-30B", "gpt-oss-120b.ft-01"])(
    "%s: none, and how else it is served",
    (model) => {
      expect(deploymentRequest(runOf(model))).toBeUndefined();
      const text = reportRun(runOf(model), { width: 80, style });
      expect(text).not.toContain("curl");
      expect(text.replaceAll(/\s+/g, " ")).toContain(
        "deploy step 16 no serverless deployment: models trained from this base are served by managed compute",
      );
    },
  );

  test("what is to be known before it is pasted", () => {
    const text = (model: string) => reportRun(runOf(model), { width: 80, style }).replaceAll(/\s+/g, " ");
    expect(text("gpt-5-2025-08-07")).toContain("only in North Central US and Sweden Central");
    expect(text("o9-mini")).toContain("how this base model's trained models are served is not published");
    expect(text("o4-mini-2025-04-16")).not.toContain("not published");
  });
});

test("without a kept checkpoint there is nothing to deploy", () => {
  expect(deploymentRequest(runWith())).toBeUndefined();
  expect(reportRun(runWith(), { width: 80, style })).not.toContain("curl");
});

test("a table is as narrow as its numbers let it be: long names stand on several lines", () => {
  const lines = (width: number) => reportTable(runWith(), { width }, style).split("\n");
  const wide = lines(80);
  expect(wide[1]).toBe("  step  train_mean_reward  full_valid_mean_reward  reasoning_tokens_mean");
  const narrow = lines(52);
  expect(Math.max(...narrow.map(({ length }) => length))).toBeLessThanOrEqual(52);
  expect(narrow.slice(1, 4).map((line) => line.trimEnd())).toEqual([
    "        train_mean_  full_valid_   reasoning_",
    "  step       reward  mean_reward  tokens_mean",
    "     1          0.2          0.2          200",
  ]);
});

test("runs side by side fit the terminal, and show where long settings differ", () => {
  const grader = (weights: string) => ({
    type: "multi",
    name: "the same long name",
    calculate_output: weights,
  });
  const runs = ["0.6 * a + 0.4 * b", "0.5 * a + 0.5 * b", "0.6 * a + 0.4 * b"].map((weights, index) =>
    createRunResult(
      { steps },
      { source: `ftjob-${index}`, settings: { grader: grader(weights), seed: index } },
    ),
  );
  const text = reportComparison(runs, 80, style);
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(text).toMatch(/^ {2}grader +…:"0\.6 \* a.*…:"0\.5 \* a/m);
});

test("a table shows every n-th step, the first, the best and the last", () => {
  const text = reportTable(runWith(), { columns: ["train_mean_reward"], every: 8 }, style);
  expect(text.match(/^ +\d+(?= )/gm)?.map(Number)).toEqual([1, 16, 21]);
  expect(text).toMatch(/16 +0\.8 {2}best$/m);
});

describe("what is decided by", () => {
  const fewer = steps.map((step) => ({ ...step, [samples]: 20 }));
  const decided = createRunResult(
    { steps: fewer },
    {
      source: "ftjob-1",
      job,
      samplesPerRow: 2,
      checkpoints: [checkpoint(16, "m.ft-1:ckpt-step-16"), checkpoint(11, "m.ft-1:ckpt-step-11")],
    },
  );
  const text = (run: RunResult) => reportRun(run, { width: 200, style });

  test("stands in one line, with the checkpoints of both steps and how to deploy each", () => {
    const report = text(decided);
    expect(report).toContain(
      "step 11: 0.7; best 0.8 at step 16; difference 0.1, noise 0.126; checkpoint ftchkpt-11; the best step's: ftchkpt-16",
    );
    expect(report).toContain("; optimistic: 2 samples of the same prompts count as independent");
    expect(report.match(/"name":"ftchkpt-\d+"/g)).toEqual(['"name":"ftchkpt-11"', '"name":"ftchkpt-16"']);
  });

  test.each([
    [0.1, 0.06, "chance alone can make it"],
    [0.1, 0.04, "more than chance makes: take the best"],
    [-0.1, 0.04, "more than chance makes: the recommended is better"],
  ])("rows that differ by %d, noise %d: %s", (difference, noise, verdict) => {
    const paired = {
      basis: "paired rows",
      rows: 10,
      difference,
      noise,
      better: 5,
      worse: 3,
      equal: 2,
    } as const;
    if (!decided.recommended) throw new Error("a step is recommended");
    const report = text({ ...decided, recommended: { ...decided.recommended, paired } });
    expect(report).toContain(
      `row by row         step 16 earns 0.1 ${difference < 0 ? "less" : "more"} than step 11 over the same 10 rows, noise ${noise} (5 better, 3 worse, 2 equal): ${verdict}`,
    );
  });

  test("is nothing where the noise is unknown: the rewards were not judged", () => {
    const blind = createRunResult(
      { steps: steps.map(({ [samples]: _count, ...step }) => ({ ...step })) },
      { source: "results.csv" },
    );
    const report = text(blind);
    expect(report).toContain(
      "none: the number of graded validation samples is unknown, and with it the noise; best 0.8 at step 16",
    );
    expect(report).toContain("the rewards were not judged: the number of graded samples is unknown\n");
    expect(report).toContain(
      "not judged: stalled (no step carries its duration); grader-errors, parse-errors, unresponsive-samples (no step counts such answers)\n",
    );
    expect(report).not.toContain("nothing stands out");
  });

  test("names the answers and steps that tokens and errors are of, and what time and cost rest on", () => {
    const told = steps.map((step, index) => ({
      ...step,
      "usage/samples/valid_reasoning_tokens_mean": 250 + index,
      full_valid_mean_parse_error: index < 2 ? 0.5 : 0.17,
    }));
    const spend = {
      training: { seconds: 3600, hours: 1, steps: 5, basis: "billed" as const },
      graders: [],
      dollars: 100,
    };
    const report = text(createRunResult({ steps: told }, { source: "ftjob-1", spend }));
    expect(report).toContain(
      "reasoning tokens   training 200 at step 1 -> 204 at step 21; validation 250 at step 1 -> 254 at step 21\n",
    );
    expect(report).toContain("answers            not parsed 30% (validation, steps 1, 6, 11, 16, 21)\n");
    expect(report).toContain("training reward    0.79 on average since the evaluation of step 16");
    expect(report).toContain(
      "time and cost      1 h 00 min of training, as the service billed it; about $100 by list price\n",
    );
  });
});
