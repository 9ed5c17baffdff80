import type { JsonObject } from "#json/json-value.js";
import { isDeveloperTier } from "#rules/training-type.js";
import type { RuleSet } from "#rules/rule-set.js";
import { findModel } from "#rules/find-model.js";
import type { JobRecord } from "#emulator/state/state.js";
import { phaseSeconds, totalSeconds } from "./schedule.js";

/** A failure that a simulated job can order: when, and the error it ends with. */
interface FailureRule {
  when: "reading the data" | "half of the steps" | "the last step";
  code: string;
  message: string;
  /** Whether the text is from the service's documents or answers, or modelled on them; every code is assumed. */
  evidence: "recorded" | "assumed";
  source: string;
}

const safety = "Microsoft Learn, fine-tuning safety evaluation @09adf9c";

export const orderableFailures = {
  "rai-data": {
    when: "reading the data",
    code: "contentFilter",
    message:
      "The provided training data failed RAI checks for harm types: [hate_fairness, self_harm, violence]. Please fix the data and try again.",
    evidence: "recorded",
    source: safety,
  },
  "rai-model": {
    when: "the last step",
    code: "contentFilter",
    message:
      "This model is unable to be deployed. Model evaluation identified that this fine tuned model scores above acceptable thresholds for [Violence, Self Harm]. Please review your training data set and resubmit the job.",
    evidence: "recorded",
    source: safety,
  },
  "system-error": {
    when: "half of the steps",
    code: "internalFailure",
    message: "A system error was encountered, please try again later",
    evidence: "recorded",
    source: "a live HTTP 500; that a job ends with it is assumed",
  },
  "grader-error": {
    when: "half of the steps",
    code: "invalidPayload",
    message: "The job was stopped because too many samples could not be graded.",
    evidence: "assumed",
    source: "OpenAI's guide: enough failures of a python grader fail the job; no text was found",
  },
} as const satisfies Record<string, FailureRule>;

type FailureName = keyof typeof orderableFailures;

/** The metadata keys that order a failure. */
const failureOrderKeys = {
  failure: "simulated_failure",
  /** Seconds in the queue. */
  queue: "simulated_queue_seconds",
  /** The price of a simulated hour of training in dollars; the rules' price by default. */
  hour: "simulated_training_hour",
  /** Seconds for which the service takes a developer tier job's place away, halfway. */
  preemption: "simulated_preemption_seconds",
} as const;

/** What a job's metadata orders. */
export interface FailureOrder {
  failure?: FailureName;
  queueSeconds: number;
  trainingHour?: number;
  preemptionSeconds?: number;
}

function isFailure(name: unknown): name is FailureName {
  return typeof name === "string" && Object.hasOwn(orderableFailures, name);
}

/** A number of 0 or more, from a string, as all metadata values are. */
function amountOf(value: unknown): number | undefined {
  const amount = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}

/** What metadata orders, or the key whose value is invalid. */
export function failureOrderOf(metadata: JsonObject = {}): FailureOrder | { wrong: string } {
  const { failure, queue, hour, preemption } = failureOrderKeys;
  const order: FailureOrder = { queueSeconds: phaseSeconds.queued };
  if (Object.hasOwn(metadata, failure)) {
    if (!isFailure(metadata[failure])) return { wrong: failure };
    order.failure = metadata[failure];
  }
  for (const [key, name] of [
    [queue, "queueSeconds"],
    [hour, "trainingHour"],
    [preemption, "preemptionSeconds"],
  ] as const) {
    if (!Object.hasOwn(metadata, key)) continue;
    const amount = amountOf(metadata[key]);
    if (amount === undefined) return { wrong: key };
    order[name] = amount;
  }
  return order;
}

/** The failure due at this point of a job, if any. */
export function failureAt(job: JobRecord, point: FailureRule["when"]): FailureRule | undefined {
  const order = failureOrderOf(job.metadata);
  if ("wrong" in order || order.failure === undefined) return undefined;
  const failure = orderableFailures[order.failure];
  return failure.when === point ? failure : undefined;
}

/**
 * For how long the service preempts the job after its last step; undefined if it does not. Only developer tier jobs are
 * preempted (Microsoft Learn, fine-tuning overview, 2026-10-06).
 */
export function preemptionAt(job: JobRecord): number | undefined {
  const order = failureOrderOf(job.metadata);
  const isHalfway = job.steps.length === Math.ceil(job.totalSteps / 2);
  return isHalfway && isDeveloperTier(job.trainingType) && !("wrong" in order)
    ? order.preemptionSeconds
    : undefined;
}

/**
 * Whether a job's last step brought its spend to the service's limit, at which it pauses, once. Simulated: trained
 * hours x hourly price, without judges. The service's own wording was not found anywhere.
 */
export function reachesLimit(job: JobRecord, rules: RuleSet): boolean {
  const model = findModel(rules, job.model);
  const order = failureOrderOf(job.metadata);
  if (model?.canPause === false || "wrong" in order) return false;
  const hour = order.trainingHour ?? rules.trainingHour.value[model?.name ?? job.model] ?? 0;
  const seconds = job.steps.map(({ durations }) => totalSeconds(durations));
  const all = seconds.reduce((sum, one) => sum + one, 0);
  const [before, after] = [all - (seconds.at(-1) ?? 0), all].map((time) => (time / 3600) * hour);
  const limit = rules.spendingPause.value;
  return before !== undefined && after !== undefined && before < limit && after >= limit;
}
