import { RftError, StateError } from "../errors.js";
import { parseGrader } from "../grader/parse-grader.js";
import { scoreRange } from "../grader/score-range.js";
import { isJsonObject } from "../json.js";
import { newestRules } from "../rules/select-rules.js";
import type { FineTuningApi, Job } from "./api.js";
import { newEvents } from "./list-events.js";
import type { RunFacts } from "./evaluations.js";
import { type RunMetrics, readRun, stepsOfEvents } from "./metrics.js";
import { type StepMetrics, parseResults } from "./results.js";

/** The lowest and highest score of the job's grader, as the service echoes it. */
function rangeOf(job: Job): RunFacts {
  const reinforcement = job.method?.["reinforcement"];
  const config = isJsonObject(reinforcement) ? reinforcement["grader"] : undefined;
  const { grader } = config === undefined ? {} : parseGrader(config, newestRules);
  return grader ? { range: scoreRange(grader) } : {};
}

/** The steps of the job's result file; undefined where it has none, or none that can be read yet. */
async function resultFileSteps(
  api: FineTuningApi,
  [fileId]: readonly string[],
): Promise<StepMetrics[] | undefined> {
  if (fileId === undefined) return undefined;
  try {
    return parseResults(await api.readFile(fileId), fileId).steps;
  } catch (error) {
    // A running job may name a result file before its content can be had.
    if (error instanceof RftError && error.code === "not-found") return undefined;
    throw error;
  }
}

async function stepsOf(api: FineTuningApi, job: Job): Promise<StepMetrics[]> {
  const steps = await resultFileSteps(api, job.result_files ?? []);
  return steps ?? stepsOfEvents(await newEvents(api, job.id, new Set()));
}

/** Names the checkpoint kept of the recommended step, where there is one. */
async function withCheckpoint(api: FineTuningApi, jobId: string, run: RunMetrics): Promise<RunMetrics> {
  const { recommended } = run;
  if (!recommended) return run;
  const { data } = await api.listCheckpoints(jobId, { limit: 100 });
  const kept = data.find((one) => (one.step_number ?? one.metrics?.["step"]) === recommended.step);
  return kept ? { ...run, recommended: { ...recommended, checkpoint: kept.id } } : run;
}

/**
 * What a job has measured so far: from its result file where it has one, from its events otherwise.
 * @throws RftError where the service cannot be asked; StateError where no step is trained yet.
 */
export async function readJobRun(api: FineTuningApi, jobId: string): Promise<RunMetrics> {
  const job = await api.getJob(jobId);
  const steps = await stepsOf(api, job);
  if (steps.length === 0) {
    throw new StateError(`${jobId} is ${job.status} and has no trained step yet`, {
      hint: `Follow it: rft watch ${jobId}`,
    });
  }
  return withCheckpoint(api, jobId, readRun(steps, rangeOf(job)));
}
