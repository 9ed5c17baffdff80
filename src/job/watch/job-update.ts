import type { Checkpoint, Job, JobEvent } from "#service/api.js";
import type { StepMetrics } from "#run/steps/results.js";

/** One piece of news about a job; `at` is ISO 8601, by the service's clock for what it logs, by ours otherwise. */
export type JobUpdate =
  | { type: "status"; at: string; status: string; job: Job }
  | { type: "event"; at: string; event: JobEvent }
  | ({ type: "metrics"; at: string } & StepMetrics)
  | { type: "checkpoint"; at: string; checkpoint: Checkpoint }
  | RuleUpdate
  | SpendUpdate
  | StallUpdate
  | { type: "retrying"; at: string; reason: string; seconds: number }
  | JobEnd;

/** A stop rule has fired: the job is being paused, unless it is over. Each rule fires once. */
export interface RuleUpdate {
  type: "rule";
  at: string;
  /** As it was asked for: `plateau:5`. */
  rule: string;
  /** The last step that was done. */
  step: number;
  reason: string;
  /** Present where the log was read when the job was over: nothing is paused any more. */
  late?: true;
}

/** What has been spent, after each look that brought a step. */
export interface SpendUpdate {
  type: "spend";
  at: string;
  /** Hours of training: measured by the steps, or billed. */
  hours: number;
  /** Training and grading; absent where the price of an hour is not known. */
  dollars?: number;
  /** False once the service has said what it bills. */
  estimated: boolean;
  /** Set where a share of a limit has been passed: once for each share. */
  warning?: SpendWarning;
}

/** A share of the budget, or of the spend at which the service itself pauses a job. */
export interface SpendWarning {
  limit: "budget" | "spending-pause";
  dollars: number;
  share: number;
}

/** A running job has said nothing for 3 times as long as its steps usually take; said once a silence. */
export interface StallUpdate {
  type: "stalled";
  at: string;
  /** Seconds without an event. */
  seconds: number;
  /** Seconds that a step usually takes (the median); absent before the first two steps. */
  usual?: number;
}

/** The last update: the job is finished or stands paused. */
export interface JobEnd {
  type: "end";
  at: string;
  status: string;
  reason: string;
  /**
   * Who paused it, where it stands paused: we, by a rule or a command of this folder; the service at its spending
   * limit, as the spend suggests; or nobody we know.
   */
  by?: "us" | "limit" | "unknown";
  /** The rules that paused it. */
  rules?: string[];
  /** The newest checkpoint, where it stands paused. */
  checkpoint?: string;
}

/** A time of the service (unix seconds) as ISO 8601. */
export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
