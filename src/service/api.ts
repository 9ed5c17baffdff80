import type { JsonObject, JsonValue } from "#json/json-value.js";

/**
 * A fine-tuning job as the service describes it. Azure leaves out what is null, so nearly everything is
 * optional; keys this type does not name are kept.
 */
export interface Job {
  id: string;
  /** `pending`, `running`, `pausing`, `paused`, ...; a status we do not know is never terminal. */
  status: string;
  model?: string;
  /** Unix seconds, as all times of the service. */
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

/** A file to be sent: where it stands here, and what it will be called there. */
export interface FileToSend {
  /** Absolute. */
  path: string;
  filename: string;
  bytes: number;
  /** Of its content, in hex; what is sent is held against it. */
  sha256: string;
}

/** A file being sent in parts; it lives for about two hours. */
export interface Upload {
  id: string;
  /** `pending`, `completed`, `cancelled` or `expired`. */
  status?: string;
  /** Unix seconds. */
  expires_at?: number;
  /** The file that came of it, once it is completed. */
  file?: ServiceFile;
  [key: string]: unknown;
}

/** Told how many bytes of what is being sent have left. */
export type OnSent = (bytes: number) => void;

/** Sending a large file in parts. Names are those of the service's paths. */
export interface UploadsApi {
  /**
   * The file's content, never held whole; reading it fails once the file changes.
   * @throws RftError `input` where it has changed already
   */
  open(file: FileToSend): Promise<Blob>;
  create(file: FileToSend): Promise<Upload>;
  /** Adds a part and gives its id. A part that is added twice does no harm: only the ids named at the end count. */
  addPart(uploadId: string, part: Blob, onSent?: OnSent): Promise<string>;
  /** Makes the file of the parts, in this order. */
  complete(uploadId: string, partIds: readonly string[]): Promise<Upload>;
}

/** One entry of a job's log. `data` carries the metrics where `type` is `metrics`. */
export interface JobEvent {
  id: string;
  created_at: number;
  level: string;
  message: string;
  type?: string;
  data?: JsonObject;
  [key: string]: unknown;
}

/** A state of the model that can be deployed. */
export interface Checkpoint {
  id: string;
  created_at?: number;
  step_number?: number;
  fine_tuned_model_checkpoint?: string;
  metrics?: Record<string, number>;
  [key: string]: unknown;
}

/** One page of a list; `hasMore` says whether asking again `after` the last id gives more. */
export interface Page<T> {
  data: T[];
  hasMore: boolean;
}

/** Where a page starts (behind this id) and how many entries it holds at the most. */
export interface PageQuery {
  after?: string;
  limit?: number;
}

/** Which files a list holds: those of one purpose, such as `fine-tune`; without it all. */
interface FileQuery extends PageQuery {
  purpose?: string;
}

/** What deleting a file came to; false where there was no such file (any more). */
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

/** What `graders/run` is asked (OpenAI OpenAPI 2.3.0, RunGraderRequest). */
interface RunGraderRequest {
  grader: JsonObject;
  /** The answer's text; the service makes the `sample` namespace from it. */
  model_sample: string;
  /** The row; `{}` where absent. */
  item?: JsonObject;
}

/** What `graders/run` answers; only the reward is certain, the rest is kept as it came. */
export interface GraderRun {
  reward: number;
  metadata?: JsonObject;
  sub_rewards?: JsonObject;
  [key: string]: unknown;
}

/** One evaluation of a job's model: the run of an `eval` that the service makes at a step, named `Step 5`. */
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

/** What one grader gave for one output; `sample` may carry the reply of a judge. */
export interface EvalResult {
  /** `<grader>-<uuid>` */
  name?: string;
  score?: number;
  passed?: boolean;
  sample?: JsonObject;
  [key: string]: unknown;
}

/** One output of a run: a row has as many in a run as the job's `eval_samples`. */
export interface EvalOutputItem {
  id: string;
  /** `pass` or `fail`. */
  status?: string;
  /** The row's number in the validation file. */
  datasource_item_id?: number;
  /** The row. */
  datasource_item?: JsonObject;
  results: EvalResult[];
  /** The messages that went in and came out, and how it ended. */
  sample?: { input?: JsonObject[]; output?: JsonObject[]; error?: JsonObject; [key: string]: unknown };
  [key: string]: unknown;
}

/**
 * The service, as the job room needs it. The one implementation over the network stands in `azure/`.
 * Every method throws `RftError` with a code of the contract; `createJob` is sent once, whatever happens.
 */
export interface FineTuningApi {
  /** The resource or project, whatever path style is used: jobs and files of another are not found here. */
  readonly endpoint: string;
  /** Sends a file in one request, once. */
  uploadFile(file: FileToSend, onSent?: OnSent): Promise<ServiceFile>;
  /** Undefined where this endpoint has no way to send a file in parts. */
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
  /** The grader as the service reads it; `refused` with the service's words where it does not take it. v1 path only. */
  validateGrader(grader: JsonValue): Promise<JsonObject>;
  /** One answer to one row, scored by the service; a judge's tokens are paid for. v1 path only. */
  runGrader(request: RunGraderRequest): Promise<GraderRun>;
  /** Oldest first. */
  listEvalRuns(evalId: string, query?: PageQuery): Promise<Page<EvalRun>>;
  listEvalOutputItems(evalId: string, runId: string, query?: PageQuery): Promise<Page<EvalOutputItem>>;
  getEvalOutputItem(evalId: string, runId: string, itemId: string): Promise<EvalOutputItem>;
}
