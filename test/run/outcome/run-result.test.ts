import { describe, expect, test } from "vitest";
import type { Checkpoint } from "#service/api.js";
import { parseResultFile } from "#run/steps/results.js";
import { createRunResult } from "#run/outcome/run-result.js";

test("a report measures its run once", () => {
  const rewards = [0.2, 0.5, 0.9];
  const steps = rewards.map((reward, at) => ({ step: at + 1, full_valid_mean_reward: reward }));
  let measured = 0;
  const run = createRunResult(
    { steps },
    {
      source: "results.csv",
      // Asked for by each measuring of an evaluation, and by nothing else.
      get validationSamples() {
        measured++;
        return 200;
      },
    },
  );
  expect(measured).toBe(rewards.length);
  expect(run).toMatchObject({
    best: { step: 3 },
    recommended: { step: 3 },
    diagnosis: [{ code: "healthy" }],
  });
});

const samples = "timing/graders/python/g/timing/valid_execution_latency_count";
const rising = [0.2, 0.5, 0.7556, 0.774, 0.6].map((reward, index) => ({
  step: 4 * index + 4,
  full_valid_mean_reward: reward,
  [samples]: 30,
}));

test("the recommended step carries the numbers that decide", () => {
  const { recommended, best } = createRunResult({ steps: rising }, { source: "results.csv" });
  expect(best).toEqual({ step: 16, full_valid_mean_reward: 0.774 });
  expect(recommended).toEqual({
    step: 12,
    reward: 0.7556,
    bestReward: 0.774,
    difference: 0.774 - 0.7556,
    band: Math.sqrt((2 * 0.774 * (1 - 0.774)) / 30),
    bandBasis: "independent",
    samples: 30,
    bandNote: "optimistic: k samples of the same prompts count as independent, and k is unknown",
  });
});

test.each([
  [1, undefined],
  [2, "optimistic: 2 samples of the same prompts count as independent"],
])("with %i samples of each prompt the band is said to be %j", (samplesPerRow, bandNote) => {
  const { recommended } = createRunResult({ steps: rising }, { source: "ftjob-1", samplesPerRow });
  expect(recommended?.bandNote).toBe(bandNote);
  expect(recommended?.samplesPerRow).toBe(samplesPerRow);
});

describe("the checkpoints to deploy", () => {
  const checkpoint = (step: number, name = `m.ft-1:ckpt-step-${step}`) => ({
    id: `ftchkpt-${step}`,
    step_number: step,
    fine_tuned_model_checkpoint: name,
  });
  const job = { id: "ftjob-1", status: "succeeded", fine_tuned_model: "m.ft-1" };
  const of = (...checkpoints: Checkpoint[]) =>
    createRunResult({ steps: rising }, { source: "ftjob-1", job, checkpoints });

  test("are those of the recommended and of the best step, by their ids", () => {
    expect(of(checkpoint(16), checkpoint(12))).toMatchObject({
      recommended: { checkpoint: "ftchkpt-12" },
      deployable: { step: 12, model: "ftchkpt-12" },
      deployableBest: { step: 16, model: "ftchkpt-16" },
    });
  });

  test("is the best alone where the recommended was not kept, and nothing where neither was", () => {
    const best = of(checkpoint(16));
    expect(best.deployable).toMatchObject({ step: 16 });
    expect(best).not.toHaveProperty("deployableBest");
    expect(of(checkpoint(20, "m.ft-1"))).not.toHaveProperty("deployableBest");
  });
});

test.each([
  ["train_mean_reward", "reinforcement"],
  ["train_loss", "supervised"],
])("a file of a header alone is told by its column %s", (column, kind) => {
  const results = parseResultFile(`step,${column}\n`);
  expect(createRunResult(results, { source: "results.csv" })).toMatchObject({ kind, steps: [] });
});
