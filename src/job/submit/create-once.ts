import { RftError } from "#errors.js";
import { allPages } from "#service/all-pages.js";
import type { CreateJobRequest, FineTuningApi, Job } from "#service/api.js";
import type { LedgerEntry } from "#job/ledger/ledger-entry.js";
import { type SoughtJob, counts, isSoughtJob } from "./match-job.js";
import type { SubmitOptions } from "./submit-options.js";

/** A job at the service, and whether this run created it. */
export interface CreatedJob {
  job: Job;
  created: boolean;
}

/** What identifies a job. */
export interface JobIdentity {
  fingerprint: string;
  endpoint: string;
}

/** Milliseconds before each look at the service's list after a create request lost its answer: a minute in all. */
const looks = [1000, 2000, 4000, 8000, 15_000, 30_000];
const lookFor = looks.reduce((sum, wait) => sum + wait, 0);
/** Seconds the service's clock may be behind ours. */
const clockTolerance = 300;

/** The newest ledger entry about a create request; undefined if none was sent. */
export function lastWord(
  entries: readonly LedgerEntry[],
  { fingerprint, endpoint }: JobIdentity,
): LedgerEntry | undefined {
  return entries.findLast(
    (entry) =>
      (entry.kind === "submitting" ||
        entry.kind === "submitted" ||
        entry.kind === "refused" ||
        entry.kind === "unknown") &&
      entry.fingerprint === fingerprint &&
      entry.endpoint === endpoint,
  );
}

/** When a request was sent: by our clock, and by the service's, or ours where that is unknown. */
interface SentAt {
  ours: Date;
  service: Date;
}

/** When a create request with an unknown outcome was sent; undefined if there is none. */
function openRequest(entries: readonly LedgerEntry[], identity: JobIdentity): SentAt | undefined {
  const word = lastWord(entries, identity);
  if (word?.kind !== "submitting" && word?.kind !== "unknown") return undefined;
  const sent = entries.findLast(
    (entry) =>
      entry.kind === "submitting" &&
      entry.fingerprint === identity.fingerprint &&
      entry.endpoint === identity.endpoint,
  );
  const ours = new Date(sent?.at ?? word.at);
  const told = sent?.kind === "submitting" ? sent.serviceTime : undefined;
  return { ours, service: told === undefined ? ours : new Date(told) };
}

/** The earliest time by the service's clock, in unix seconds, at which the job of a request can have been created. */
function earliest({ service }: SentAt): number {
  return service.getTime() / 1000 - clockTolerance;
}

/** Every job at the service, newest first. */
export async function listAllJobs(api: FineTuningApi): Promise<Job[]> {
  const jobs: Job[] = [];
  for await (const job of allPages((page) => api.listJobs(page))) jobs.push(job);
  return jobs;
}

function unknownOutcome(sentAt: Date, cause?: RftError): RftError {
  // The client's message about a lost answer begins with the same words.
  const said = cause?.message ?? "it is not known whether the job was created";
  return new RftError(
    "outcome-unknown",
    `a create request was sent at ${sentAt.toISOString()}, and ${said}; the service lists no such job`,
    {
      hint:
        "Submit again in a while: it is looked for first, and nothing is created unless you say --again. " +
        "A second job costs as much as the first.",
      cause,
      ...(cause?.status !== undefined && { status: cause.status }),
      ...(cause?.requestId !== undefined && { requestId: cause.requestId }),
    },
  );
}

interface Search {
  api: FineTuningApi;
  sought: SoughtJob;
  /** Ids of jobs that existed before the request. */
  known: ReadonlySet<string>;
  options: SubmitOptions;
}

/** Looks for the job for `time` milliseconds, looks included. A failed look counts as finding nothing. */
async function lookForJob({ api, sought, known, options }: Search, time: number): Promise<Job | undefined> {
  const until = options.elapsed() + time;
  for (const wait of looks) {
    const left = until - options.elapsed();
    if (left <= 0) return undefined;
    await options.sleep(Math.min(wait, left));
    try {
      for await (const job of allPages((page) => api.listJobs(page))) {
        if (known.has(job.id)) break;
        if (isSoughtJob(job, sought)) return job;
      }
    } catch (error) {
      if (!(error instanceof RftError) || error.code === "interrupted") throw error;
    }
  }
  return undefined;
}

/** What creating a job at most once needs. */
export interface CreateTask {
  api: FineTuningApi;
  request: CreateJobRequest;
  identity: JobIdentity;
  options: SubmitOptions;
}

/** Sends the one create request; if its answer is lost, looks for the job. */
async function post(task: CreateTask, jobs: readonly Job[]): Promise<CreatedJob> {
  const { api, request, identity, options } = task;
  const { ledger, now, rules } = options;
  const { suffix } = request;
  const told = api.serviceTime?.();
  const sentAt: SentAt = { ours: now(), service: told ?? now() };
  await ledger.append({
    kind: "submitting",
    ...identity,
    model: request.model,
    trainingFile: request.training_file,
    ...(request.validation_file !== undefined && { validationFile: request.validation_file }),
    ...(typeof suffix === "string" && { suffix }),
    ...(told && { serviceTime: told.toISOString() }),
  });
  try {
    const job = await api.createJob(request);
    await ledger.append({ kind: "submitted", ...identity, jobId: job.id });
    return { created: true, job };
  } catch (error) {
    if (!(error instanceof RftError)) throw error;
    if (error.code !== "outcome-unknown") {
      await ledger.append({ kind: "refused", ...identity });
      throw error;
    }
    await options.progress("the answer was lost: looking for the job at the service");
    const known = new Set(jobs.map(({ id }) => id));
    const sought = { fingerprint: identity.fingerprint, request, notBefore: earliest(sentAt), rules };
    // After Ctrl-C, stop looking: the user must learn that a job may have been created.
    const job = await lookForJob({ api, sought, known, options }, lookFor).catch(() => undefined);
    if (job) {
      await ledger.append({ kind: "submitted", ...identity, jobId: job.id });
      return { created: true, job };
    }
    await ledger.append({ kind: "unknown", ...identity });
    throw unknownOutcome(sentAt.ours, error);
  }
}

/**
 * Creates the job unless the service already has it. The request is sent once; before it, and after a lost answer, we
 * look through the service's jobs.
 * @throws RftError `outcome-unknown` if a request of this or an earlier run may have created the job, and it cannot be
 * found
 */
export async function createOnce(task: CreateTask): Promise<CreatedJob> {
  const { api, request, identity, options } = task;
  const jobs = await listAllJobs(api);
  if (options.again) return post(task, jobs);
  const sentAt = openRequest(await options.ledger.entries(), identity);
  const sought: SoughtJob = {
    fingerprint: identity.fingerprint,
    request,
    rules: options.rules,
    ...(sentAt && { notBefore: earliest(sentAt) }),
  };
  const there = jobs.find((job) => counts(job) && isSoughtJob(job, sought));
  if (!there && !sentAt) return post(task, jobs);
  const age = sentAt ? options.now().getTime() - sentAt.ours.getTime() : 0;
  const known = new Set(jobs.map(({ id }) => id));
  const job = there ?? (await lookForJob({ api, sought, known, options }, lookFor - age));
  if (!job) throw unknownOutcome(sentAt?.ours ?? options.now());
  await options.ledger.append({ kind: "submitted", ...identity, jobId: job.id });
  return { created: false, job };
}
