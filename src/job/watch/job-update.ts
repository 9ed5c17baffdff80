import type { Checkpoint, Job, JobEvent } from "#service/api.js";
import type { Forecast } from "#job/forecast/forecast.js";
import type { StepMetrics } from "#run/steps/results.js";

/** One piece of news about a job; `at` is ISO 8601, by the service's clock. */
export type JobUpdate =
  | StatusUpdate
  | { type: "event"; at: string; event: JobEvent }
  | ({ type: "metrics"; at: string } & StepMetrics)
  | { type: "checkpoint"; at: string; checkpoint: Checkpoint }
  | RuleUpdate
  | SpendUpdate
  | StallUpdate
  | { type: "retrying"; at: string; reason: string; seconds: number }
  | JobEnd;

/**
 * The job has entered a status: who paused it, if the service did and will let it go on; where it waits or has started,
 * when it is expected to start and end.
 */
export interface StatusUpdate {
  type: "status";
  at: string;
  status: string;
  job: Job;
  by?: "service";
  forecast?: Forecast;
}

/**
 * Who paused a job: us (a rule, or a command in this folder), the service's limit (by the spend), the service to make
 * room (a developer tier job, which it resumes by itself), or unknown.
 */
export type PausedBy = "us" | "limit" | "service" | "unknown";

/** A stop rule has fired: the job is being paused unless it has already ended. Each rule fires once. */
export interface RuleUpdate {
  type: "rule";
  at: string;
  /** In its printed spelling: `plateau:5`. */
  rule: string;
  /** The last completed step. */
  step: number;
  reason: string;
  /** Set if the job was already over when its log was read: nothing is paused any more. */
  late?: true;
}

/** What has been spent; follows each look that brought a step or the bill. */
export interface SpendUpdate {
  type: "spend";
  at: string;
  /** Hours of training, measured from the steps or as billed. */
  hours: number;
  /** Training and grading; absent if the hourly price is not known. */
  dollars?: number;
  /** False once the service has said what it bills. */
  estimated: boolean;
  /** Set when the spend passes a share of a limit, once per share. */
  warning?: SpendWarning;
}

/** A share of the budget, or of the spend at which the service pauses a job by itself. */
export interface SpendWarning {
  limit: "budget" | "spending-pause";
  dollars: number;
  share: number;
  /** Of the spending pause: the date of the newest page that gives its amount. */
  date?: string;
}

/** A running job has been silent past its stall limit (`run/sickness/stall-limit.ts`); reported once per silence. */
export interface StallUpdate {
  type: "stalled";
  at: string;
  /** Seconds without an event. */
  seconds: number;
  /** Seconds a step usually takes (the median); absent before the first two steps. */
  usual?: number;
}

/** The last update: the job has finished or is paused. */
export interface JobEnd {
  type: "end";
  at: string;
  status: string;
  reason: string;
  /** If it is paused. */
  by?: PausedBy;
  /** The rules that paused it. */
  rules?: string[];
  /** The newest checkpoint, if the job is paused. */
  checkpoint?: string;
}

/** A service time (unix seconds) as ISO 8601. */
export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
