import { RftError, StateError } from "#errors.js";
import { findModel } from "#rules/find-model.js";
import type { RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";
import type { FineTuningApi, Job } from "./api.js";
import { isTerminal } from "./status.js";

/** A job after a request to change its state; `changed` is false if it was already in that state. */
export interface StateChange {
  job: Job;
  changed: boolean;
}

/** The state changes that can be requested. */
export type StateVerb = "pause" | "resume" | "cancel";

interface Transition {
  verb: StateVerb;
  /** Whether the service accepts the request in this status. */
  takes: (status: string) => boolean;
  /** The statuses that are already the target, or on the way to it. */
  already: readonly string[];
  /** When the request works, as text for the user. */
  rule: string;
}

const pause: Transition = {
  verb: "pause",
  takes: (status) => status === "running",
  already: ["pausing", "paused"],
  rule: "pause works from running, after the first trained step",
};

const resume: Transition = {
  verb: "resume",
  takes: (status) => status === "paused",
  already: ["resuming", "running"],
  rule: "resume works from paused",
};

const cancel: Transition = {
  verb: "cancel",
  takes: (status) => !isTerminal(status),
  already: ["cancelled"],
  rule: "cancel works until a job has ended",
};

/** A refusal because of the job's state is an answer about the state, not a fault of the service. */
function asStateError(error: unknown, jobId: string, { verb, rule }: Transition): unknown {
  const refused =
    error instanceof RftError && error.code === "refused" && [400, 409].includes(error.status ?? 0);
  if (!refused) return error;
  return new StateError(`${jobId}: the service refuses to ${verb} it: ${error.message}`, {
    hint: `${rule[0]?.toUpperCase()}${rule.slice(1)}.`,
    cause: error,
    ...(error.status !== undefined && { status: error.status }),
    ...(error.requestId !== undefined && { requestId: error.requestId }),
  });
}

/**
 * Refuses a job whose model does not support pausing.
 * @throws StateError
 */
export function refuseUnpausable({ id, model }: Job, rules: RuleSet = newestRules): void {
  if (model === undefined || findModel(rules, model)?.canPause !== false) return;
  throw new StateError(`${id} trains ${model}, whose jobs cannot be paused`, {
    hint: `Pausing is disabled for this model (rules ${rules.name}, ${rules.models.date}).`,
  });
}

/** Interrupted while asking the service: we do not know whether it took the request. */
function asUnknownChange(error: unknown, jobId: string, verb: StateVerb): unknown {
  if (!(error instanceof RftError) || error.code !== "interrupted") return error;
  return new RftError(
    "interrupted",
    `interrupted while asking to ${verb} ${jobId}: the service may do it; rft show ${jobId} tells`,
    { cause: error },
  );
}

async function changeState(api: FineTuningApi, jobId: string, transition: Transition): Promise<StateChange> {
  const job = await api.getJob(jobId);
  if (transition.verb === "pause") refuseUnpausable(job);
  if (transition.already.includes(job.status)) return { job, changed: false };
  if (!transition.takes(job.status)) {
    throw new StateError(`${jobId} is ${job.status}: ${transition.rule}`, {
      hint: `See where it stands with: rft watch ${jobId}`,
    });
  }
  try {
    const changed = await api[`${transition.verb}Job`](jobId);
    return { job: changed, changed: true };
  } catch (error) {
    const refusal = asStateError(error, jobId, transition);
    // A retry after a lost answer is refused because the first request took effect.
    const now = refusal instanceof StateError ? await api.getJob(jobId) : job;
    if (transition.already.includes(now.status) && now.status !== job.status)
      return { job: now, changed: true };
    throw asUnknownChange(refusal, jobId, transition.verb);
  }
}

/**
 * Asks the service to pause a running job; it answers `pausing` and later settles as `paused`.
 * @throws StateError if the job cannot be paused now (pending, finished, no trained step yet).
 */
export function pauseJob(api: FineTuningApi, jobId: string): Promise<StateChange> {
  return changeState(api, jobId, pause);
}

/**
 * Asks the service to resume a paused job; it answers `resuming`.
 * @throws StateError if the job is not paused.
 */
export function resumeJob(api: FineTuningApi, jobId: string): Promise<StateChange> {
  return changeState(api, jobId, resume);
}

/**
 * Cancels a job; the service answers `cancelled` at once (recorded, 2025-12). Training up to then is billed.
 * @throws StateError if the job has already ended in another way.
 */
export function cancelJob(api: FineTuningApi, jobId: string): Promise<StateChange> {
  return changeState(api, jobId, cancel);
}
