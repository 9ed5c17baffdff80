import type { DataFile, DataRole } from "#dataset/read/source.js";
import type { LoadedGrader } from "#grader/parse/read-grader.js";
import type { JsonObject } from "#json/json-value.js";

/** A hyperparameter that the service may choose. */
type NumberOrAuto = number | "auto";

/** Hyperparameters of the reinforcement method; the rules hold their ranges. */
export interface Hyperparameters {
  n_epochs?: NumberOrAuto | undefined;
  batch_size?: NumberOrAuto | undefined;
  learning_rate_multiplier?: NumberOrAuto | undefined;
  eval_interval?: NumberOrAuto | undefined;
  eval_samples?: NumberOrAuto | undefined;
  compute_multiplier?: NumberOrAuto | undefined;
  reasoning_effort?: string | undefined;
}

/** A job file's content, as written: the API's own keys, with paths where the API takes ids or objects. */
export interface JobFile {
  model: string;
  /** A path relative to the job file, or a file id. */
  training_file: string;
  validation_file?: string | undefined;
  suffix?: string | undefined;
  seed?: number | undefined;
  trainingType?: string | undefined;
  method: {
    type: "reinforcement";
    reinforcement: {
      /** A path, or the grader itself. */
      grader: string | JsonObject;
      response_format?: string | JsonObject | undefined;
      hyperparameters?: Hyperparameters | undefined;
      tools?: JsonObject[] | undefined;
      max_episode_steps?: number | undefined;
    };
  };
  /** Ignored by the service if there is a method; kept so that we can warn. */
  hyperparameters?: JsonObject | undefined;
  metadata?: Record<string, string> | undefined;
  integrations?: JsonObject[] | undefined;
  inference_configs?: JsonObject | undefined;
  /** Ours; never sent. */
  watch?: { pause_when?: string[] | undefined } | undefined;
  /** Ours; never sent. Dollars per million tokens, by model. */
  prices?: Record<string, { input: number; output: number }> | undefined;
}

/** A job's data file: one to upload, or one the service holds. */
export type JobDataFile = (DataFile & { kind: "path" }) | { kind: "id"; id: string; role: DataRole };

/** What reading a data file has found so far; a validation's report of a file has it too. */
export interface FileFacts {
  /** Rows that are JSON objects. */
  examples: number;
  bytes?: number | undefined;
  /** Of its content, in hex. */
  sha256?: string | undefined;
  /** Of the prompts. */
  tokens?: { mean: number };
  /** A sample of rows, as `drawRows` takes it, for counting. */
  drawn?: readonly JsonObject[];
}

/** What is known of a job's data files, by role. */
export type PlanFacts = Partial<Record<DataRole, FileFacts>>;

/** A job to create: the job file, with everything it points to loaded. */
export interface JobSpec {
  training: JobDataFile;
  /** Absent if none is named; the service refuses a reinforcement job without one. */
  validation?: JobDataFile;
  grader: LoadedGrader;
  /** In the nested form the service takes: `{type, json_schema: {name, strict, schema}}`. */
  responseFormat?: JsonObject;
  /** The rest of the job file, as written. */
  file: JobFile;
}

/** The data files of a job, the training file first. */
export function dataFiles({ training, validation }: JobSpec): JobDataFile[] {
  return validation ? [training, validation] : [training];
}
