import type { JsonObject, JsonValue } from "#json/json-value.js";

/**
 * A fine-tuning job as the service describes it. Azure omits null values, so nearly everything is optional; keys this
 * type does not name are kept.
 */
export interface Job {
  id: string;
  /** `pending`, `running`, `pausing`, `paused`, ...; a status we do not know is never terminal. */
  status: string;
  model?: string;
  /** Unix seconds, like all times of the service. */
  created_at?: number;
  finished_at?: number;
  estimated_finish?: number;
  fine_tuned_model?: string;
  training_file?: string;
  validation_file?: string;
  result_files?: string[];
  trained_tokens?: number;
  suffix?: string;
  seed?: number;
  eval?: string;
  metadata?: Record<string, string>;
  method?: JsonObject;
  error?: { code?: string; message?: string };
  [key: string]: unknown;
}

/** An uploaded file as the service describes it; `status` goes from `pending` to `processed` or `error`. */
export interface ServiceFile {
  id: string;
  status?: string;
  bytes?: number;
  filename?: string;
  purpose?: string;
  created_at?: number;
  status_details?: string;
  [key: string]: unknown;
}

/** A file to send: where it is here, and its name at the service. */
export interface FileToSend {
  /** Absolute. */
  path: string;
  filename: string;
  bytes: number;
  /** Of its content, in hex; checked against what is sent. */
  sha256: string;
}

/** A file being sent in parts; it lives for about two hours. */
export interface Upload {
  id: string;
  /** `pending`, `completed`, `cancelled` or `expired`. */
  status?: string;
  /** Unix seconds. */
  expires_at?: number;
  /** The file made from it, once completed. */
  file?: ServiceFile;
  [key: string]: unknown;
}

/** Called with the number of bytes sent so far. */
export type OnSent = (bytes: number) => void;

/** Sends a large file in parts. Names follow the service's paths. */
export interface UploadsApi {
  /**
   * The file's content, never held in memory as a whole; reading it fails once the file changes.
   * @throws RftError `input` if it has already changed
   */
  open(file: FileToSend): Promise<Blob>;
  create(file: FileToSend): Promise<Upload>;
  /** Adds a part and returns its id. Adding a part twice does no harm: only the ids named at the end count. */
  addPart(uploadId: string, part: Blob, onSent?: OnSent): Promise<string>;
  /** Makes the file from the parts, in this order. */
  complete(uploadId: string, partIds: readonly string[]): Promise<Upload>;
}

/** One entry of a job's log. `data` carries the metrics if `type` is `metrics`. */
export interface JobEvent {
  id: string;
  created_at: number;
  level: string;
  message: string;
  type?: string;
  data?: JsonObject;
  [key: string]: unknown;
}

/** A deployable snapshot of the model. */
export interface Checkpoint {
  id: string;
  created_at?: number;
  step_number?: number;
  fine_tuned_model_checkpoint?: string;
  metrics?: Record<string, number>;
  [key: string]: unknown;
}

/** One page of a list; `hasMore` says whether asking again `after` the last id returns more. */
export interface Page<T> {
  data: T[];
  hasMore: boolean;
}

/** Where a page starts (after this id) and the most entries it holds. */
export interface PageQuery {
  after?: string;
  limit?: number;
}

/** Which files to list: those of one purpose, such as `fine-tune`, or all. */
interface FileQuery extends PageQuery {
  purpose?: string;
}

/** The result of deleting a file; `deleted` is false if there was no such file (any more). */
export interface FileDeletion {
  id: string;
  deleted: boolean;
}

/** The body of the request that creates a job: names and nesting are the API's own. */
export interface CreateJobRequest {
  model: string;
  training_file: string;
  validation_file?: string;
  method: { type: "reinforcement"; reinforcement: JsonObject };
  [key: string]: JsonValue | undefined;
}

/** The request to `graders/run` (OpenAI OpenAPI 2.3.0, RunGraderRequest). */
interface RunGraderRequest {
  grader: JsonObject;
  /** The answer's text; the service builds the `sample` namespace from it. */
  model_sample: string;
  /** The row; `{}` if absent. */
  item?: JsonObject;
}

/** The answer of `graders/run`; only the reward is certain, the rest is kept as it came. */
export interface GraderRun {
  reward: number;
  metadata?: JsonObject;
  sub_rewards?: JsonObject;
  [key: string]: unknown;
}

/** One evaluation of a job's model: the run of an `eval` that the service starts at a step, named `Step 5`. */
export interface EvalRun {
  id: string;
  /** `queued`, `in_progress`, `completed`, `canceled`, `failed`. */
  status: string;
  name?: string;
  created_at?: number;
  result_counts?: { total?: number; errored?: number; failed?: number; passed?: number };
  error?: { code?: string; message?: string };
  [key: string]: unknown;
}

/** What one grader returned for one output; `sample` may carry a judge's reply. */
export interface EvalResult {
  /** `<grader>-<uuid>` */
  name?: string;
  score?: number;
  passed?: boolean;
  sample?: JsonObject;
  [key: string]: unknown;
}

/** One output of a run; each row has `eval_samples` of them. */
export interface EvalOutputItem {
  id: string;
  /** `pass` or `fail`. */
  status?: string;
  /** The row's number in the validation file. */
  datasource_item_id?: number;
  /** The row. */
  datasource_item?: JsonObject;
  results: EvalResult[];
  /** The input and output messages, and how the sample ended. */
  sample?: { input?: JsonObject[]; output?: JsonObject[]; error?: JsonObject; [key: string]: unknown };
  [key: string]: unknown;
}

/**
 * The service, as rft needs it; `azure/` implements it over the network. Every method throws `RftError` with a code of
 * the contract; `createJob` is sent once, whatever happens.
 */
export interface FineTuningApi {
  /** The resource or project, whatever the path style; jobs and files of another are not found here. */
  readonly endpoint: string;
  /**
   * The service's time by its last answer; undefined until one has told it. A job's age, silence and cost are reckoned
   * on it, never on this machine's clock.
   */
  serviceTime?(): Date | undefined;
  /** Milliseconds by which that time is ahead of the real one on purpose: an emulator's. */
  simulatedAhead?(): number;
  /** Sends a file in one request, once. */
  uploadFile(file: FileToSend, onSent?: OnSent): Promise<ServiceFile>;
  /** Undefined if this endpoint cannot take a file in parts. */
  readonly uploads: UploadsApi | undefined;
  getFile(fileId: string): Promise<ServiceFile>;
  /** Newest first. */
  listFiles(query?: FileQuery): Promise<Page<ServiceFile>>;
  deleteFile(fileId: string): Promise<FileDeletion>;
  /** The file's bytes as text (a result file is CSV). */
  readFile(fileId: string): Promise<string>;
  createJob(request: CreateJobRequest): Promise<Job>;
  getJob(jobId: string): Promise<Job>;
  /** Newest first. */
  listJobs(query?: PageQuery): Promise<Page<Job>>;
  pauseJob(jobId: string): Promise<Job>;
  resumeJob(jobId: string): Promise<Job>;
  cancelJob(jobId: string): Promise<Job>;
  /** Newest first. */
  listEvents(jobId: string, query?: PageQuery): Promise<Page<JobEvent>>;
  /** Newest first. */
  listCheckpoints(jobId: string, query?: PageQuery): Promise<Page<Checkpoint>>;
  /** The grader as the service reads it; `refused` with the service's message if it is invalid. v1 path only. */
  validateGrader(grader: JsonValue): Promise<JsonObject>;
  /** Scores one answer to one row at the service; a judge's tokens are billed. v1 path only. */
  runGrader(request: RunGraderRequest): Promise<GraderRun>;
  /** Oldest first. */
  listEvalRuns(evalId: string, query?: PageQuery): Promise<Page<EvalRun>>;
  listEvalOutputItems(evalId: string, runId: string, query?: PageQuery): Promise<Page<EvalOutputItem>>;
  getEvalOutputItem(evalId: string, runId: string, itemId: string): Promise<EvalOutputItem>;
}
