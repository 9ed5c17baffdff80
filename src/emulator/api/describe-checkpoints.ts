import { isTerminal } from "#service/status.js";
import type { Checkpoint } from "#service/api.js";
import { deriveId } from "#emulator/state/derive-id.js";
import type { JobRecord, StepRecord } from "#emulator/state/state.js";

/** How many checkpoints the service keeps: those with the highest validation reward (OpenAI RFT guide). */
const keptCheckpoints = 3;

/** The name of a job's model, as recorded: base, `.ft-`, the job's hex, and the suffix. */
export function modelName({ model, id, suffix }: JobRecord): string {
  const base = model.split(".ft-")[0] ?? model;
  return `${base}.ft-${id.replace("ftjob-", "")}${suffix === undefined ? "" : `-${suffix}`}`;
}

/** The steps whose checkpoints are kept: the best by validation reward, and a succeeded job's last step. */
function keptSteps({ steps, status }: JobRecord): StepRecord[] {
  const last = status === "succeeded" ? steps.at(-1) : undefined;
  const best = steps
    .filter((step) => step.valid && step !== last)
    .toSorted((a, b) => (b.valid?.meanReward ?? 0) - (a.valid?.meanReward ?? 0))
    .slice(0, last ? keptCheckpoints - 1 : keptCheckpoints);
  return last ? [...best, last] : best;
}

function describeCheckpoint(job: JobRecord, { step, finishedAt, train, valid }: StepRecord): Checkpoint {
  const isModel = job.status === "succeeded" && step === job.totalSteps;
  return {
    id: deriveId("ftchkpt", job.id, step),
    created_at: Math.floor(finishedAt),
    fine_tuned_model_checkpoint: isModel ? modelName(job) : `${modelName(job)}:ckpt-step-${step}`,
    step_number: step,
    metrics: {
      step,
      train_mean_reward: train.meanReward,
      ...(valid && { full_valid_mean_reward: valid.meanReward }),
    },
    fine_tuning_job_id: job.id,
    object: "fine_tuning.job.checkpoint",
  };
}

/**
 * A job's checkpoints, newest first. There are none until the job has been paused or has ended: then the best ones by
 * validation reward, and one per pause. Which metrics an RFT checkpoint carries is not published.
 */
export function describeCheckpoints(job: JobRecord): Checkpoint[] {
  if (job.pausedAfter.length === 0 && !isTerminal(job.status)) return [];
  const paused = job.steps.filter(({ step }) => job.pausedAfter.includes(step));
  return [...new Set([...keptSteps(job), ...paused])]
    .toSorted((a, b) => b.step - a.step)
    .map((step) => describeCheckpoint(job, step));
}
