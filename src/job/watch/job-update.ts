import type { Checkpoint, Job, JobEvent } from "../api.js";
import type { StepMetrics } from "../results.js";

/** One piece of news about a job; `at` is ISO 8601, by the service's clock for what it logs, by ours otherwise. */
export type JobUpdate =
  | { type: "status"; at: string; status: string; job: Job }
  | { type: "event"; at: string; event: JobEvent }
  | ({ type: "metrics"; at: string } & StepMetrics)
  | { type: "checkpoint"; at: string; checkpoint: Checkpoint }
  | StallUpdate
  | { type: "retrying"; at: string; reason: string; seconds: number }
  | JobEnd;

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
  /** Who paused it, where it stands paused. */
  by?: "unknown";
}

/** A time of the service (unix seconds) as ISO 8601. */
export function isoTime(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString();
}
