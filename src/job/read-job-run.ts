import { RftError } from "../errors.js";
import { parseGrader } from "../grader/parse-grader.js";
import { scoreRange } from "../grader/score-range.js";
import { isJsonObject } from "../json.js";
import { newestRules } from "../rules/select-rules.js";
import type { FineTuningApi, Job, JobEvent } from "./api.js";
import { type RunFacts, type RunMetrics, readRun, stepsOfEvents } from "./metrics.js";
import { type StepMetrics, parseResults } from "./results.js";

async function allEvents(api: FineTuningApi, jobId: string): Promise<JobEvent[]> {
  const events: JobEvent[] = [];
  for (;;) {
    const after = events.at(-1)?.id;
    const page = await api.listEvents(jobId, { limit: 100, ...(after !== undefined && { after }) });
    events.push(...page.data);
    if (!page.hasMore || page.data.length === 0) return events;
  }
}

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
  return steps ?? stepsOfEvents(await allEvents(api, job.id));
}

/**
 * What a job has measured so far: from its result file where it has one, from its events otherwise.
 * @throws RftError where the service cannot be asked; `input` where no step is trained yet.
 */
export async function readJobRun(api: FineTuningApi, jobId: string): Promise<RunMetrics> {
  const job = await api.getJob(jobId);
  const steps = await stepsOf(api, job);
  if (steps.length === 0) {
    throw new RftError("refused", `${jobId} is ${job.status} and has no trained step yet`, {
      hint: `Follow it: rft watch ${jobId}`,
    });
  }
  return readRun(steps, rangeOf(job));
}
