import { StateError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { FineTuningApi, Job, JobEvent } from "#service/api.js";
import { ifFound } from "#service/if-found.js";
import { settingsOf } from "./job-settings.js";
import { newEvents } from "#service/list-events.js";
import { stepOfEvent, stepsOfEvents } from "#run/steps/run-metrics.js";
import { type ResultFile, type Results, parseResults } from "#run/steps/results.js";
import { rangeOfJob } from "./reward-range.js";
import { type RunResult, createRunResult } from "#run/outcome/run-result.js";
import { pricesOf, spendOf } from "#run/spend/spend.js";

/** A run read from a result file: no job names its model, so it is priced as the default model. */
export function readFileRun(source: string, results: Results | ResultFile, rules: RuleSet): RunResult {
  const model = rules.defaultModel.value;
  const spend = spendOf(results.steps, pricesOf({ model }, rules));
  const { steps, notes } = results;
  const said =
    steps.length === 0 && !notes
      ? { ...results, notes: ["the file has a header and no step: nothing was measured yet"] }
      : results;
  return createRunResult(said, { source, spend, assumedModel: model });
}

/** The job's result file; undefined if it has none, or none that can be read yet. */
async function readResultFile(api: FineTuningApi, [fileId]: readonly string[]): Promise<Results | undefined> {
  if (fileId === undefined) return undefined;
  // A running job may name a result file before its content is available.
  const text = await ifFound(api.readFile(fileId));
  return text === undefined || text.trim() === "" ? undefined : parseResults(text, fileId);
}

/** Seconds since the newest event of a running job, by the service's clock: a hanging job writes none. */
function idleSecondsOf(job: Job, events: readonly JobEvent[], now: Date | undefined): number | undefined {
  const newest = job.status === "running" ? events.at(-1) : undefined;
  return newest && now && Math.max(0, now.getTime() / 1000 - newest.created_at);
}

/** The planned steps of the whole run, from its newest step's event. */
function totalStepsOf(events: readonly JobEvent[]): number | undefined {
  const newest = events.findLast((event) => stepOfEvent(event) !== undefined);
  const total = newest && stepOfEvent(newest)?.["total_steps"];
  return typeof total === "number" ? total : undefined;
}

/**
 * A job's results so far, from its result file if it has one, otherwise from its events; with its settings and
 * checkpoints.
 * @throws RftError if the service cannot be asked; StateError if no step is trained yet.
 */
export async function readJobRun(api: FineTuningApi, jobId: string, rules: RuleSet): Promise<RunResult> {
  const job = await api.getJob(jobId);
  const events = await newEvents(api, job.id, new Set());
  const results = (await readResultFile(api, job.result_files ?? [])) ?? { steps: stepsOfEvents(events) };
  if (results.steps.length === 0) {
    throw new StateError(`${jobId} is ${job.status} and has no trained step yet`, {
      hint: `Follow it: rft watch ${jobId}`,
    });
  }
  const settings = settingsOf(job);
  const { data: checkpoints } = await api.listCheckpoints(jobId, { limit: 100 });
  const idleSeconds = idleSecondsOf(job, events, api.serviceTime?.());
  const totalSteps = totalStepsOf(events);
  const range = rangeOfJob(job, rules);
  const samplesPerRow = settings.hyperparameters?.["eval_samples"];
  const { model = "", trainingType } = settings;
  return createRunResult(results, {
    source: jobId,
    job,
    settings,
    checkpoints,
    ...(range && { range }),
    ...(typeof samplesPerRow === "number" && { samplesPerRow }),
    spend: spendOf(results.steps, pricesOf({ model, trainingType }, rules), { events }),
    ...(totalSteps !== undefined && { totalSteps }),
    ...(idleSeconds !== undefined && { idleSeconds }),
  });
}
