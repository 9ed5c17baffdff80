import { expect, test } from "vitest";
import type { EstimateFacts } from "#job/estimate/estimate-facts.js";
import { type Estimate, estimateJob } from "#job/estimate/estimate.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import type { Hyperparameters } from "#job/spec/spec.js";
import { newestRules } from "#rules/select-rules.js";

/** A public run: what it was asked for, and what became of it. Times are by the clock, without the queue. */
interface RealRun {
  name: string;
  source: string;
  rows: [training: number, validation: number];
  settings: Hyperparameters;
  trainingType?: string;
  judge?: string;
  steps: number;
  /** Hours of the steps, of `running`, or billed; `atMost` where only the whole job's time is known. */
  hours?: number;
  atMost?: number;
}

const evaluated = { eval_interval: 5, eval_samples: 10, reasoning_effort: "medium" };
const countdown = {
  n_epochs: 1,
  batch_size: 4,
  eval_interval: 5,
  eval_samples: 2,
  reasoning_effort: "medium",
};
const lab = "aparna-spektra/Build26-LAB521 @2abaac4";

const realRuns: RealRun[] = [
  {
    name: "LAB521 v5, python with a tool",
    source: `${lab} src/results/v5_py90_training_metrics.csv, docs/rft-lessons-learned.md section 10`,
    rows: [60, 15],
    settings: { ...evaluated, n_epochs: 2, batch_size: 4, compute_multiplier: 1.5 },
    steps: 30,
    hours: 1.93,
  },
  {
    name: "LAB521 v5, endpoint grader",
    source: `${lab} docs/bug-reports.md BUG-001: training started 20:53, step 30 at 23:22`,
    rows: [60, 15],
    settings: { ...evaluated, n_epochs: 2, batch_size: 4, compute_multiplier: 1.5 },
    steps: 30,
    hours: 2.48,
  },
  {
    name: "LAB521 v7, python with a tool, batch size by the service",
    source: `${lab} src/results/training_metrics.csv and v7_jobs_manifest.json: 2026-05-29 04:47 to 15:31, and step 1`,
    rows: [343, 57],
    settings: { ...evaluated, n_epochs: 3, compute_multiplier: 1.5 },
    trainingType: "GlobalStandard",
    steps: 115,
    hours: 10.8,
  },
  {
    name: "LAB521 ncus, python with tools",
    source: `${lab} demo-v2/ncus_current_job_config.json: created 1779848270, finished 1779859943, queue included`,
    rows: [192, 62],
    settings: { ...evaluated, n_epochs: 1, batch_size: 7, compute_multiplier: 1.5 },
    trainingType: "standard",
    steps: 28,
    atMost: 3.24,
  },
  {
    name: "akshata, multi of string checks, batch size and evaluations by the service",
    source:
      "akshata29/finetuning @488518a data/rft_results.csv: 2026-06-18 03:54:03 to 05:33:41, and 125 s of step 1",
    rows: [180, 20],
    settings: { n_epochs: 2 },
    trainingType: "GlobalStandard",
    steps: 52,
    hours: 1.7,
  },
  {
    name: "felat, python, low effort, all but the epochs by the service",
    source:
      "felattaoui/Agentic-Reinforcement-Fine-Tuning @26b9488 notebooks/02_training.ipynb: running from 6 to 142 min",
    rows: [85, 20],
    settings: { n_epochs: 3, reasoning_effort: "low" },
    steps: 51,
    hours: 2.27,
  },
  {
    name: "Countdown, python",
    source:
      "microsoft-foundry/fine-tuning @2a08ec4 Demos/RFT_Countdown run_records.jsonl: running 09:01:07 to 12:58:16",
    rows: [100, 50],
    settings: countdown,
    steps: 25,
    hours: 3.95,
  },
  {
    name: "Countdown, o3-mini as judge",
    source: "the same: running 04:03:51, seen succeeded at 09:05:35 after the poller had stopped",
    rows: [100, 50],
    settings: countdown,
    judge: "o3-mini",
    steps: 25,
    atMost: 5.03,
  },
  {
    name: "supply chain plans, python, batch size by the service, answers of 5,000 tokens",
    source:
      "MSFT-Innovation-Hub-India/supplychain-hillclimb-showcase 03_finetuning/README.md: Training hours billed: 24.750",
    rows: [300, 60],
    settings: { ...evaluated, n_epochs: 2, compute_multiplier: 2 },
    trainingType: "GlobalStandard",
    steps: 67,
    hours: 24.75,
  },
];

function estimateOf({ rows: [training, validation], settings, trainingType, judge }: RealRun): Estimate {
  const grader = { type: "string_check" };
  const judges = judge === undefined ? [] : [{ pointer: "", model: judge, promptTokens: 500, quotations: 1 }];
  const facts: EstimateFacts = {
    training: { rows: training, promptTokens: 100, judges },
    validation: { rows: validation, promptTokens: 100, judges },
  };
  return estimateJob(
    {
      training: { kind: "path", path: "t.jsonl", absolutePath: "/t.jsonl", role: "training" },
      grader: loadGrader(grader, newestRules),
      file: {
        model: "o4-mini-2025-04-16",
        training_file: "t.jsonl",
        ...(trainingType !== undefined && { trainingType }),
        method: { type: "reinforcement", reinforcement: { grader, hyperparameters: settings } },
      },
    },
    facts,
    newestRules,
  );
}

const timed = realRuns.flatMap((real) => (real.hours === undefined ? [] : [{ ...real, hours: real.hours }]));
const bounded = realRuns.flatMap((real) =>
  real.atMost === undefined ? [] : [{ ...real, atMost: real.atMost }],
);
const names = ["n_epochs", "batch_size", "eval_interval", "eval_samples"] as const;
const given = realRuns.filter(({ settings }) => names.every((name) => typeof settings[name] === "number"));

test.each(timed)("$name took $hours h, inside the range ($source)", (real) => {
  const { hours } = estimateOf(real);
  expect(hours.low).toBeLessThanOrEqual(real.hours);
  expect(hours.high).toBeGreaterThanOrEqual(real.hours);
});

test.each(bounded)("$name took at most $atMost h: the low figure does not lie beyond ($source)", (real) => {
  expect(estimateOf(real).hours.low).toBeLessThan(real.atMost);
});

test.each(realRuns)("$name had $steps steps, the likely number within 3%", (real) => {
  const { steps } = estimateOf(real);
  expect(steps.low).toBeLessThanOrEqual(real.steps);
  expect(Math.abs(steps.likely / real.steps - 1)).toBeLessThan(0.03);
});

test.each(given)("$name: settings given, the high figure is at most ten times the low one", (real) => {
  const { hours, dollars } = estimateOf(real);
  expect(hours.high / hours.low).toBeLessThanOrEqual(10);
  expect((dollars?.high ?? Number.NaN) / (dollars?.low ?? Number.NaN)).toBeLessThanOrEqual(10);
});

test("the likely figure is 0.35 to 1.8 times the real one, in the middle near 1", () => {
  const ratios = timed
    .map((real) => estimateOf(real).hours.likely / (real.hours ?? 0))
    .toSorted((a, b) => a - b);
  expect(ratios).toHaveLength(newestRules.runAnchors.value.runs);
  expect(ratios[0]).toBeGreaterThan(0.35);
  expect(ratios.at(-1)).toBeLessThan(1.8);
  const middle = ratios[Math.floor(ratios.length / 2)];
  expect(middle).toBeGreaterThan(0.9);
  expect(middle).toBeLessThan(1.3);
});

test.each([
  [180, 7],
  [192, 7],
  [300, 9],
  [343, 9],
])("a batch size left to the service: of %s rows it chose %s", (rows, batch) => {
  const real: RealRun = { name: "", source: "", steps: 0, rows: [rows, 20], settings: { n_epochs: 1 } };
  expect(estimateOf(real).steps.likely).toBe(Math.ceil(rows / batch));
});
