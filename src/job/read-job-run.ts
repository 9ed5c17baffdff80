import { RftError, StateError } from "../errors.js";
import { parseGrader } from "../grader/parse-grader.js";
import { scoreRange } from "../grader/score-range.js";
import { type JsonObject, isJsonObject } from "../json.js";
import { newestRules } from "../rules/select-rules.js";
import type { FineTuningApi, Job } from "./api.js";
import type { RunFacts } from "./evaluations.js";
import { newEvents } from "./list-events.js";
import { stepsOfEvents } from "./metrics.js";
import { type Results, parseResults } from "./results.js";
import { type RunReport, type RunSettings, createRunReport } from "./run-report.js";

/** The keys of an object that have a value of the kind asked for. */
function pick<T>(value: unknown, isKind: (value: unknown) => value is T): T | undefined {
  return isKind(value) ? value : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string";

/** What the job was asked to do, as the service echoes it. */
export function settingsOf(job: Job): RunSettings {
  const reinforcement = pick(job.method?.["reinforcement"], isJsonObject) ?? {};
  const { model, suffix, seed, training_file: trainingFile, validation_file: validationFile } = job;
  const settings: { [Key in keyof RunSettings]: RunSettings[Key] | undefined } = {
    model,
    trainingType: pick(job["trainingType"], isText),
    suffix,
    seed,
    trainingFile,
    validationFile,
    hyperparameters: pick<JsonObject>(reinforcement["hyperparameters"], isJsonObject),
    grader: pick<JsonObject>(reinforcement["grader"], isJsonObject),
    responseFormat: pick<JsonObject>(reinforcement["response_format"], isJsonObject),
  };
  // What the service leaves out is left out here, not undefined.
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** The lowest and highest score of the job's grader, as the service echoes it. */
function rangeOf({ grader: config }: RunSettings): RunFacts {
  const { grader } = config === undefined ? {} : parseGrader(config, newestRules);
  return grader ? { range: scoreRange(grader) } : {};
}

/** The job's result file; undefined where it has none, or none that can be read yet. */
async function readResultFile(api: FineTuningApi, [fileId]: readonly string[]): Promise<Results | undefined> {
  if (fileId === undefined) return undefined;
  try {
    const text = await api.readFile(fileId);
    return text.trim() === "" ? undefined : parseResults(text, fileId);
  } catch (error) {
    // A running job may name a result file before its content can be had.
    if (error instanceof RftError && error.code === "not-found") return undefined;
    throw error;
  }
}

/** Seconds since the job's newest event, where the job is running: a hanging job writes none. */
async function idleSecondsOf(api: FineTuningApi, job: Job, now: Date): Promise<number | undefined> {
  if (job.status !== "running") return undefined;
  const [newest] = (await api.listEvents(job.id, { limit: 1 })).data;
  return newest && Math.max(0, now.getTime() / 1000 - newest.created_at);
}

/**
 * What a job has measured so far: from its result file where it has one, from its events otherwise; with its
 * settings and checkpoints.
 * @throws RftError where the service cannot be asked; StateError where no step is trained yet.
 */
export async function readJobRun(api: FineTuningApi, jobId: string, now: Date): Promise<RunReport> {
  const job = await api.getJob(jobId);
  const results = (await readResultFile(api, job.result_files ?? [])) ?? {
    steps: stepsOfEvents(await newEvents(api, job.id, new Set())),
  };
  if (results.steps.length === 0) {
    throw new StateError(`${jobId} is ${job.status} and has no trained step yet`, {
      hint: `Follow it: rft watch ${jobId}`,
    });
  }
  const settings = settingsOf(job);
  const { data: checkpoints } = await api.listCheckpoints(jobId, { limit: 100 });
  const idleSeconds = await idleSecondsOf(api, job, now);
  return createRunReport(results, {
    source: jobId,
    job,
    settings,
    checkpoints,
    ...rangeOf(settings),
    ...(idleSeconds !== undefined && { idleSeconds }),
  });
}
