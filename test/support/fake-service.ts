import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { DataRole } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import type { JsonObject } from "#json/json-value.js";
import type { CreateJobRequest, FileToSend, FineTuningApi, Job, ServiceFile } from "#service/api.js";
import { openLedger } from "#job/ledger/ledger.js";
import { planJob } from "#job/submit/plan.js";
import type { JobSpec } from "#job/spec/spec.js";
import { type PlannedJob, submitJob } from "#job/submit/submit.js";
import type { SubmitOptions } from "#job/submit/submit-options.js";
import { loadGrader } from "#grader/parse/read-grader.js";
import { newestRules } from "#rules/select-rules.js";
import { fakeApi } from "./fake-api.js";

/** What becomes of a create request beside or instead of an answer. */
export type CreateFate = "effect, no answer" | "no effect, no answer" | "refused" | "unsent";

/** What becomes of an upload beside or instead of an answer. */
export interface UploadFate {
  error: RftError;
  /** Whether the file is there all the same. */
  arrives?: boolean;
}

const errors: Record<CreateFate, RftError> = {
  "effect, no answer": new RftError("outcome-unknown", "it is not known: the connection was cut"),
  "no effect, no answer": new RftError("outcome-unknown", "it is not known: no answer in time"),
  refused: new RftError("refused", "POST was answered 400: no such model", { status: 400 }),
  unsent: new RftError("unreachable", "cannot reach it: nothing answers there"),
};

/** A service in memory, with a clock that only sleeping moves. */
export class FakeService {
  readonly files: ServiceFile[] = [];
  readonly jobs: Job[] = [];
  readonly calls: string[] = [];
  time = Date.UTC(2026, 10, 25, 9);
  keepsMetadata = true;
  /** Of the next create requests, in order; then all is well. */
  readonly fates: CreateFate[] = [];
  /** Of the next uploads, likewise. */
  readonly uploadFates: UploadFate[] = [];
  /** What looking at the list of files ends in, from now on. */
  listFault: RftError | undefined;
  /** Looks at the list of jobs that still do not see the newest one. */
  blindLooks = 0;
  fileStatus: Partial<ServiceFile>[] = [];
  /** What the next looks at a file end in, in order; then all is well. */
  readonly fileFaults: RftError[] = [];

  readonly folder = mkdtempSync(join(tmpdir(), "rft-submit-"));

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true }));
  }

  newFile(file: FileToSend): ServiceFile {
    const made = {
      id: `file-${this.files.length + 1}`,
      filename: file.filename,
      bytes: file.bytes,
      status: "processed",
      ...this.fileStatus.shift(),
    };
    this.files.unshift(made);
    return made;
  }

  private create(request: CreateJobRequest): Job {
    const { metadata, method, model, training_file, validation_file } = request;
    const job: Job = {
      id: `ftjob-${this.jobs.length + 1}`,
      status: "pending",
      created_at: Math.floor(this.time / 1000),
      model: model === "o4-mini" ? "o4-mini-2025-04-16" : model,
      training_file,
      ...(validation_file !== undefined && { validation_file }),
      // The service fills in what was left out and changes the order of keys.
      method: {
        type: "reinforcement",
        reinforcement: {
          hyperparameters: { n_epochs: -1, reasoning_effort: "medium", ...hyperparametersOf(method) },
          grader: { pass_threshold: 0, ...(method.reinforcement["grader"] as object) },
        },
      },
      ...(typeof request["suffix"] === "string" && { suffix: request["suffix"] }),
      ...(this.keepsMetadata && { metadata: metadata as Record<string, string> }),
    };
    this.jobs.unshift(job);
    return job;
  }

  readonly api: FineTuningApi = fakeApi({
    serviceTime: () => new Date(this.time),
    uploadFile: async (file, onSent) => {
      this.calls.push(`upload ${file.filename}`);
      onSent?.(file.bytes);
      const fate = this.uploadFates.shift();
      const made = fate && fate.arrives !== true ? undefined : this.newFile(file);
      if (fate) throw fate.error;
      return made!;
    },
    getFile: async (id) => {
      const fault = this.fileFaults.shift();
      if (fault) throw fault;
      const file = this.files.find((one) => one.id === id);
      if (!file) throw new RftError("not-found", `no file ${id}`);
      Object.assign(file, this.fileStatus.shift());
      return file;
    },
    listFiles: async () => {
      if (this.listFault && this.calls.length > 0) throw this.listFault;
      return { data: this.files, hasMore: false };
    },
    listJobs: async () => {
      const unseen = this.blindLooks > 0 ? 1 : 0;
      if (this.jobs.length > 0) this.blindLooks -= unseen;
      return { data: this.jobs.slice(unseen), hasMore: false };
    },
    getJob: async (id) => {
      const job = this.jobs.find((one) => one.id === id);
      if (!job) throw new RftError("not-found", `no job ${id}`);
      return job;
    },
    createJob: async (request) => {
      this.calls.push("create");
      const fate = this.fates.shift();
      if (fate === undefined) return this.create(request);
      if (fate === "effect, no answer") this.create(request);
      throw errors[fate];
    },
  });

  ledger(folder = this.folder) {
    return openLedger(folder, {
      now: () => new Date(this.time),
      onDamage: () => {},
      processes: { pid: 1, isAlive: () => false },
      sleep: async () => {},
    });
  }

  /** Submits a job, as a process of its own would. */
  submit(job: PlannedJob = plannedJob(), change: Partial<SubmitOptions> = {}) {
    return submitJob(this.api, job, {
      ledger: this.ledger(),
      rules: newestRules,
      now: () => new Date(this.time),
      elapsed: () => this.time,
      sleep: async (milliseconds) => void (this.time += milliseconds),
      progress: async () => {},
      fileTimeout: 60_000,
      again: false,
      ...change,
    });
  }

  count(call: string): number {
    return this.calls.filter((one) => one.startsWith(call)).length;
  }
}

function hyperparametersOf(method: CreateJobRequest["method"]): object {
  const sent = Object.entries((method.reinforcement["hyperparameters"] ?? {}) as object);
  return Object.fromEntries(sent.filter(([, value]) => value !== "auto" && value !== "default"));
}

/** What may differ between two jobs. */
export interface JobChange {
  suffix?: string;
  grader?: JsonObject;
  hyperparameters?: Record<string, number | string>;
  training?: string;
  bytes?: number;
  metadata?: Record<string, string>;
}

/** A job with two files here, planned for the fake service. */
export function plannedJob(change: JobChange = {}): PlannedJob {
  const {
    training = "a",
    bytes = 3000,
    grader = { type: "string_check", input: "{{sample.output_text}}" },
  } = change;
  const file = (path: string, role: DataRole) => ({
    kind: "path" as const,
    path: `data/${path}`,
    absolutePath: `/data/${path}`,
    role,
  });
  const spec: JobSpec = {
    training: file("train.jsonl", "training"),
    validation: file("valid.jsonl", "validation"),
    grader: loadGrader(grader, newestRules),
    file: {
      model: "o4-mini",
      training_file: "train.jsonl",
      validation_file: "valid.jsonl",
      suffix: change.suffix ?? "due-date",
      method: {
        type: "reinforcement",
        reinforcement: {
          grader: {},
          hyperparameters: change.hyperparameters ?? { n_epochs: 2, batch_size: "auto" },
        },
      },
      metadata: change.metadata,
    },
  };
  const facts = {
    training: { bytes, examples: 12, sha256: training.repeat(64) },
    validation: { bytes: 2600, examples: 10, sha256: "b".repeat(64) },
  };
  return { spec, facts, plan: planJob(spec, facts, newestRules, "https://r.example") };
}
