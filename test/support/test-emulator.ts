import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Emulator, type EmulatorOptions, startEmulator } from "#emulator/server/start-emulator.js";
import type { Checkpoint, Job, JobEvent, ServiceFile } from "#service/api.js";
import type { JsonObject, JsonValue } from "#json/json-value.js";

/** An answer, read whole. */
export interface Answer<T = JsonObject> {
  status: number;
  headers: Headers;
  text: string;
  body: T;
}

export type List<T> = { object: string; data: T[]; has_more: boolean };

/** One simulated second a real second, and real time that stands still until `pass`. */
export class TestEmulator {
  url = "";
  private seconds = 0;
  private running: Emulator | undefined;
  readonly options: EmulatorOptions & { dataDir: string };

  constructor(options: EmulatorOptions & { dataDir: string }) {
    this.options = options;
  }

  async start(): Promise<void> {
    this.running = await startEmulator({ ...this.options, now: () => this.seconds * 1000 });
    this.url = this.running.url;
  }

  async stop(): Promise<void> {
    await this.running?.close();
  }

  /** Lets so many seconds pass. */
  pass(seconds: number): void {
    this.seconds += seconds;
  }

  async send<T = JsonObject>(method: string, path: string, init: RequestInit = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { "api-key": "emulator" },
      ...init,
    });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as T,
    };
  }

  get<T = JsonObject>(path: string): Promise<Answer<T>> {
    return this.send<T>("GET", `/openai/v1${path}`);
  }

  post<T = JsonObject>(path: string, body?: JsonValue): Promise<Answer<T>> {
    return this.send<T>(
      "POST",
      `/openai/v1${path}`,
      body === undefined ? {} : { body: JSON.stringify(body) },
    );
  }

  upload(text: string, filename = "rows.jsonl"): Promise<Answer<ServiceFile>> {
    const form = new FormData();
    form.set("purpose", "fine-tune");
    form.set("file", new Blob([text]), filename);
    return this.send<ServiceFile>("POST", "/openai/v1/files", { body: form });
  }

  /** Uploads training and validation rows and waits until both are processed. */
  async uploadBoth(rows: { train?: string; valid?: string } = {}) {
    const train = await this.upload(rows.train ?? sums(20), "train.jsonl");
    const valid = await this.upload(rows.valid ?? sums(10, 1000), "valid.jsonl");
    this.pass(6);
    return { training_file: train.body.id, validation_file: valid.body.id };
  }

  async createJob(change: JobChange = {}): Promise<Job> {
    const files = await this.uploadBoth(change.rows);
    const answer = await this.post<Job>("/fine_tuning/jobs", jobBody(files, change));
    if (answer.status !== 201) throw new Error(answer.text);
    return answer.body;
  }

  async job(id: string): Promise<Job> {
    return (await this.get<Job>(`/fine_tuning/jobs/${id}`)).body;
  }

  async events(id: string): Promise<JobEvent[]> {
    return (await this.get<List<JobEvent>>(`/fine_tuning/jobs/${id}/events?limit=1000`)).body.data;
  }

  async checkpoints(id: string): Promise<Checkpoint[]> {
    return (await this.get<List<Checkpoint>>(`/fine_tuning/jobs/${id}/checkpoints`)).body.data;
  }
}

export interface JobChange {
  rows?: { train?: string; valid?: string };
  grader?: JsonObject;
  responseFormat?: JsonObject;
  hyperparameters?: JsonObject;
  /** Put over the whole body. */
  body?: JsonObject;
}

export const exactGrader: JsonObject = {
  type: "string_check",
  name: "exact",
  operation: "eq",
  input: "{{sample.output_text}}",
  reference: "{{item.answer}}",
};

/** The body of a request to create a job; n_epochs, batch_size and the like as given, or auto. */
export function jobBody(files: JsonObject, change: JobChange = {}): JsonObject {
  return {
    model: "o4-mini",
    ...files,
    seed: 7,
    trainingType: "GlobalStandard",
    method: {
      type: "reinforcement",
      reinforcement: {
        grader: change.grader ?? exactGrader,
        ...(change.responseFormat && { response_format: change.responseFormat }),
        hyperparameters: change.hyperparameters ?? {
          n_epochs: 1,
          batch_size: 4,
          eval_interval: 2,
          eval_samples: 2,
        },
      },
    },
    ...change.body,
  };
}

/** Rows that ask for a sum, one a line. */
export function sums(count: number, from = 0): string {
  return Array.from({ length: count }, (_, index) => {
    const left = from + index;
    const content = `Topic: sums. What is ${left} plus 17?`;
    return JSON.stringify({
      messages: [{ role: "user", content }],
      answer: String(left + 17),
      topic: "sums",
    });
  }).join("\n");
}

/** A running emulator with a data dir of its own; both go when the test is over. */
export async function testEmulator(options: Partial<EmulatorOptions> = {}): Promise<TestEmulator> {
  const dataDir = await mkdtemp(join(tmpdir(), "rft-emulator-"));
  const emulator = new TestEmulator({ dataDir, speed: 1, startTime: 1_700_000_000, ...options });
  await emulator.start();
  onTestFinished(async () => {
    await emulator.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return emulator;
}
