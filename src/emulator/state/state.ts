import * as z from "zod";
import { type JsonObject, isJsonObject } from "#json/json-value.js";

const jsonObject = z.custom<JsonObject>(isJsonObject);

const fileRecord = z.object({
  id: z.string(),
  filename: z.string(),
  purpose: z.string(),
  bytes: z.number(),
  createdAt: z.number(),
  /** Simulated time from which the file counts as processed. */
  processedAt: z.number(),
  /** Of the content: what a job learns depends on the data, not on the file's id. */
  sha256: z.string(),
  /** The job whose results this file holds; its content is generated from that job's steps. */
  resultOf: z.string().exactOptional(),
});

const graderFigures = z.object({
  type: z.string(),
  name: z.string(),
  rewardMean: z.number(),
  /** Samples graded. */
  count: z.number(),
  sampleParseErrors: z.number(),
  invalidVariableErrors: z.number(),
  otherErrors: z.number(),
  /** Seconds. */
  latencyMean: z.number(),
});

const sideFigures = z.object({
  meanReward: z.number(),
  reasoningTokensMean: z.number(),
  /** Samples drawn; more than the graders count where some were cut off. */
  samples: z.number(),
  completionTokensMean: z.number(),
  unresponsiveMean: z.number(),
  /** Only where the job has a response format. */
  parseErrorMean: z.number().exactOptional(),
  /** The grader, then those inside a multi grader. */
  graders: z.array(graderFigures),
});

const stepRecord = z.object({
  step: z.number(),
  finishedAt: z.number(),
  train: sideFigures,
  /** Only on steps that evaluate. */
  valid: sideFigures.exactOptional(),
  /** The policy that drew the evaluation's answers; only on steps that evaluate. */
  policy: z.array(z.number()).exactOptional(),
  /** Seconds. */
  durations: z.object({ sampling: z.number(), training: z.number(), evaluation: z.number() }),
});

const hyperparameters = z.object({
  eval_interval: z.number(),
  eval_samples: z.number(),
  compute_multiplier: z.number(),
  reasoning_effort: z.string(),
  n_epochs: z.number(),
  batch_size: z.number(),
  learning_rate_multiplier: z.number(),
});

const jobStatuses = [
  "pending",
  "running",
  "pausing",
  "paused",
  "resuming",
  "succeeded",
  "failed",
  "cancelled",
] as const;

const jobRecord = z.object({
  id: z.string(),
  createdAt: z.number(),
  status: z.enum(jobStatuses),
  /** What the job is doing where its status does not tell: before the first step or after the last. */
  phase: z.enum(["queued", "preprocessing", "training", "postprocessing", "over"]),
  /** Simulated time of the next automatic change; null where there is none. */
  nextAt: z.number().nullable(),
  model: z.string(),
  trainingType: z.string(),
  trainingFile: z.string(),
  validationFile: z.string(),
  suffix: z.string().exactOptional(),
  metadata: jsonObject.exactOptional(),
  inferenceConfigs: jsonObject.exactOptional(),
  seed: z.number(),
  grader: jsonObject,
  responseFormat: jsonObject.exactOptional(),
  tools: z.array(jsonObject).exactOptional(),
  maxEpisodeSteps: z.number().exactOptional(),
  integrations: z.array(jsonObject).exactOptional(),
  /** -1 where the service chooses and has not reported the value yet, as recorded. */
  hyperparameters,
  evalId: z.string().exactOptional(),
  /** Seeds all of the job's randomness, from the seeds and the job's content; empty until the data has been read. */
  key: z.string(),
  /** 0 until the data has been read; so is `validationRows`. */
  totalSteps: z.number(),
  validationRows: z.number(),
  /** Logits over the kinds of answer: all that this "model" has learned. */
  policy: z.array(z.number()),
  steps: z.array(stepRecord),
  /** Steps after which the job was paused. */
  pausedAfter: z.array(z.number()),
  events: z.array(
    z.object({
      at: z.number(),
      level: z.enum(["info", "warning", "error"]),
      message: z.string(),
      /** The step whose figures the event carries. */
      step: z.number().exactOptional(),
    }),
  ),
  resultFile: z.string().exactOptional(),
  estimatedFinish: z.number(),
  finishedAt: z.number().exactOptional(),
  trainedTokens: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).exactOptional(),
});

/** A file in the emulator's store. */
export type FileRecord = z.infer<typeof fileRecord>;
/** What one grader measured over the samples of a step. */
export type GraderFigures = z.infer<typeof graderFigures>;
/** What was measured over a step's training or validation samples. */
export type SideFigures = z.infer<typeof sideFigures>;
/** One finished step. */
export type StepRecord = z.infer<typeof stepRecord>;
/** A job's hyperparameters; -1 where "auto" is not resolved yet. */
export type Hyperparameters = z.infer<typeof hyperparameters>;
/** A job in the emulator's store. A record is never modified, only replaced. */
export type JobRecord = z.infer<typeof jobRecord>;
/** One line of a job's log. */
export type EventRecord = JobRecord["events"][number];

/** The data dir's `state.json`. */
export const savedState = z.object({
  version: z.literal(1),
  /** Simulated unix seconds when it was written. */
  time: z.number(),
  /** How many ids have been issued. */
  counter: z.number(),
  files: z.array(fileRecord),
  /** Job ids, oldest first. */
  jobs: z.array(z.string()),
});

/** One file of the data dir's `jobs` folder. */
export const savedJob = jobRecord;

/** Everything the emulator knows; both maps oldest first. */
export interface State {
  counter: number;
  files: Map<string, FileRecord>;
  jobs: Map<string, JobRecord>;
}
