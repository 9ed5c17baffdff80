import { RftError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { FineTuningApi, Job } from "#service/api.js";
import { type Forecast, forecastJob, isWaiting } from "./forecast.js";
import { type JobPace, paceOf } from "./job-pace.js";
import { type PastJob, newestEvents, readPastJobs } from "./past-jobs.js";

export interface ForecastSource {
  api: Pick<FineTuningApi, "listJobs" | "listEvents">;
  rules: Pick<RuleSet, "queueHours">;
  /** Told why a log or the list could not be read; the forecast then does without. */
  onFailure: (reason: string) => void;
}

const unknownPace: JobPace = { timed: 0, isBroken: false };

/** What was read, or the substitute: a forecast is an extra, and must not keep anybody from what was asked. */
async function readOr<T>(read: () => Promise<T>, otherwise: T, { onFailure }: ForecastSource): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof RftError) || error.code === "interrupted") throw error;
    onFailure(error.message);
    return otherwise;
  }
}

/**
 * The forecast of a job that waits or runs, from its own log and the user's past jobs: at most six requests, none for a
 * job that is settled.
 * @param now by the service's clock, where it is known
 * @throws RftError `interrupted`
 */
export async function readForecast(
  job: Job,
  now: Date,
  source: ForecastSource,
): Promise<Forecast | undefined> {
  const { api, rules } = source;
  const isRunning = job.status === "running";
  if (!isRunning && !isWaiting(job.status)) return undefined;
  const pace = isRunning
    ? await readOr(async () => paceOf(await newestEvents(api, job.id)), unknownPace, source)
    : unknownPace;
  const knowsEnd = pace.seconds !== undefined && pace.left !== undefined;
  const past = knowsEnd ? [] : await readOr<PastJob[]>(async () => readPastJobs(api, job), [], source);
  return forecastJob({ now, job, pace, past, rules });
}

/**
 * Forecasts for a job that is followed: past jobs are read once, when it is first seen waiting. One that runs when it is
 * first seen will soon show its own pace, so nothing is asked for it.
 * @returns called with the job at each new status, and the moment
 */
export function createForecaster(
  source: ForecastSource,
): (job: Job, now: Date) => Promise<Forecast | undefined> {
  let past: PastJob[] | undefined;
  let hasWaited = false;
  return async (job, now) => {
    const isStart = hasWaited && job.status === "running";
    hasWaited = isWaiting(job.status);
    if (hasWaited) past ??= await readOr(async () => readPastJobs(source.api, job), [], source);
    if (!past || !(hasWaited || isStart)) return undefined;
    const pace = isStart ? { ...unknownPace, startedAt: now.getTime() / 1000 } : unknownPace;
    return forecastJob({ now, job, pace, past, rules: source.rules });
  };
}
