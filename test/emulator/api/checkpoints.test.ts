import { expect, test } from "vitest";
import { describeCheckpoints } from "#emulator/api/describe-checkpoints.js";
import type { JobRecord, SideFigures, StepRecord } from "#emulator/state/state.js";

const figures = (meanReward: number): SideFigures => ({
  meanReward,
  reasoningTokensMean: 0,
  samples: 1,
  completionTokensMean: 0,
  unresponsiveMean: 0,
  graders: [],
});

/** Steps 1, 2, ... with these validation rewards; null where nothing was evaluated. */
function stepsOf(rewards: readonly (number | null)[]): StepRecord[] {
  return rewards.map((reward, index) => ({
    step: index + 1,
    finishedAt: 1000 * (index + 1),
    train: figures(0.5),
    ...(reward !== null && { valid: figures(reward) }),
    durations: { sampling: 1, training: 1, evaluation: 1 },
  }));
}

function jobOf(change: Pick<JobRecord, "status" | "steps" | "pausedAfter">): JobRecord {
  return {
    id: "ftjob-1234",
    createdAt: 0,
    phase: "over",
    nextAt: null,
    model: "o4-mini-2025-04-16",
    trainingType: "Standard",
    trainingFile: "t",
    validationFile: "v",
    suffix: "mine",
    seed: 1,
    grader: {},
    hyperparameters: {
      eval_interval: 1,
      eval_samples: 1,
      compute_multiplier: 1,
      reasoning_effort: "medium",
      n_epochs: 1,
      batch_size: 1,
      learning_rate_multiplier: 1,
    },
    key: "k",
    totalSteps: 6,
    validationRows: 1,
    policy: [],
    events: [],
    estimatedFinish: 0,
    trainedTokens: 0,
    ...change,
  };
}

const model = "o4-mini-2025-04-16.ft-1234-mine";

test.each([
  { status: "running", rewards: [0.1, 0.2, 0.3], pausedAfter: [], kept: [] },
  { status: "pausing", rewards: [0.1, 0.2, 0.3], pausedAfter: [], kept: [] },
  { status: "paused", rewards: [0.4, 0.1, 0.3, 0.2, null], pausedAfter: [5], kept: [5, 4, 3, 1] },
  { status: "running", rewards: [0.4, null, 0.3], pausedAfter: [2], kept: [3, 2, 1] },
  { status: "cancelled", rewards: [0.4, 0.1, 0.3, 0.2], pausedAfter: [], kept: [4, 3, 1] },
  { status: "failed", rewards: [], pausedAfter: [], kept: [] },
  // The last step is the model, whatever its reward.
  { status: "succeeded", rewards: [0.1, 0.9, 0.8, 0.7, null, 0.2], pausedAfter: [], kept: [6, 3, 2] },
  {
    status: "succeeded",
    rewards: [0.1, 0.9, 0.8, null, null, 0.95],
    pausedAfter: [2, 4],
    kept: [6, 4, 3, 2],
  },
] as const)(
  "$status after $rewards, paused after $pausedAfter, keeps $kept",
  ({ status, rewards, pausedAfter, kept }) => {
    const checkpoints = describeCheckpoints(
      jobOf({ status, steps: stepsOf(rewards), pausedAfter: [...pausedAfter] }),
    );
    expect(checkpoints.map((one) => [one.step_number, one.fine_tuned_model_checkpoint])).toEqual(
      kept.map((step) => [step, status === "succeeded" && step === 6 ? model : `${model}:ckpt-step-${step}`]),
    );
    expect(checkpoints.map(({ created_at }) => created_at)).toEqual(kept.map((step) => 1000 * step));
  },
);

test("a checkpoint carries its step's rewards, the validation reward only where there is one", () => {
  const [second, first] = describeCheckpoints(
    jobOf({ status: "paused", steps: stepsOf([0.4, null]), pausedAfter: [2] }),
  );
  expect([first?.metrics, second?.metrics]).toEqual([
    { step: 1, train_mean_reward: 0.5, full_valid_mean_reward: 0.4 },
    { step: 2, train_mean_reward: 0.5 },
  ]);
});
