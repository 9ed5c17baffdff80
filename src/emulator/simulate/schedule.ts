import type { Hyperparameters, StepRecord } from "#emulator/state/state.js";
import { createRandom } from "./random.js";

/** Simulated seconds from upload to `processed`. */
export const processingSeconds = 5;

/** Simulated seconds that a job spends between states. */
export const phaseSeconds = {
  queued: 60,
  preprocessing: 120,
  pausing: 60,
  resuming: 60,
  postprocessing: 8,
} as const;

// From the only public result file: 30 steps of 118 to 331 s, 0.65 s per graded validation sample.
const shortestStep = 118;
const typicalStep = 215;
const secondsOfSample = 0.65;
const idleEvaluation = 8.5e-5;

/** How many steps a job trains; an epoch's last batch may be short. */
export function countSteps(rows: number, { batch_size, n_epochs }: Hyperparameters): number {
  return Math.ceil(rows / batch_size) * n_epochs;
}

/** True for the steps that evaluate: the first, every `eval_interval`-th and the last. */
export function isEvaluated(step: number, totalSteps: number, { eval_interval }: Hyperparameters): boolean {
  return step === 1 || step === totalSteps || step % eval_interval === 0;
}

export interface StepPlan {
  /** Seeds the durations, together with the step. */
  key: string;
  step: number;
  /** Answers graded in this step's evaluation; 0 without one. */
  validationSamples: number;
  /** Seconds by which sampling is delayed; 0 by default. */
  delay?: number;
}

/** A step's simulated seconds, by part. */
export function planDurations({
  key,
  step,
  validationSamples,
  delay = 0,
}: StepPlan): StepRecord["durations"] {
  const random = createRandom(key, "durations", step);
  const spread = 2 * (typicalStep - shortestStep);
  const seconds = shortestStep + (spread * (random.next() + random.next())) / 2;
  const sampling = seconds * (0.4 + 0.1 * random.next());
  return {
    sampling: sampling + delay,
    training: seconds - sampling,
    evaluation: validationSamples === 0 ? idleEvaluation : validationSamples * secondsOfSample,
  };
}

/** The estimated seconds of training; like the service's own estimate, it leaves out evaluations. */
export function estimateTraining(steps: number): number {
  return steps * typicalStep;
}

export function totalSeconds({ sampling, training, evaluation }: StepRecord["durations"]): number {
  return sampling + training + evaluation;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

/** The requested value, or the automatic one for "auto". */
function valueOr(value: number, automatic: number): number {
  return value === -1 ? automatic : value;
}

/**
 * Resolves "auto" (-1) once the data has been read. The service's rule is not published; this one aims at about 25
 * steps per epoch, at least 50 rows seen, and five evaluations of two answers each.
 */
export function resolveHyperparameters(wanted: Hyperparameters, trainingRows: number): Hyperparameters {
  const batch_size = valueOr(wanted.batch_size, clamp(Math.ceil(trainingRows / 25), 1, 64));
  const n_epochs = valueOr(wanted.n_epochs, clamp(Math.ceil(50 / trainingRows), 1, 10));
  const steps = Math.ceil(trainingRows / batch_size) * n_epochs;
  return {
    ...wanted,
    eval_interval: valueOr(wanted.eval_interval, Math.max(1, Math.ceil(steps / 5))),
    eval_samples: valueOr(wanted.eval_samples, 2),
    n_epochs,
    batch_size,
  };
}
