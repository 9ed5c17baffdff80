import type { JobEvent } from "#service/api.js";

/** A moment at which a job begins to train or stops, in unix seconds by the service's clock. */
export interface TrainingMark {
  at: number;
  kind: "begins" | "stops";
}

// Log lines after which a step begins, as recorded from the service (2024-06) and the emulator.
const beginning = /^(?:job started|preprocessing completed|(?:training|fine-tuning job) started|job resum)/i;
// No pause's own line was ever recorded: any word for it counts.
const stopping = /\b(?:paus(?:ed|ing)|pre-?empt\w*|suspended)\b/i;

/** What a log line says about the job's training; undefined for any other line. */
export function markOf({ created_at: at, message }: JobEvent): TrainingMark | undefined {
  if (beginning.test(message)) return { at, kind: "begins" };
  return stopping.test(message) ? { at, kind: "stops" } : undefined;
}

/** True for a line that says that a paused job goes on. */
export function isResumption({ message }: Pick<JobEvent, "message">): boolean {
  return /^job resum/i.test(message);
}

/** A step's end, in unix seconds. */
export interface StepEnd {
  step: number;
  at: number;
}

/**
 * The seconds from a step's beginning (the step before it, or a mark) to its end, by step. A step whose beginning
 * nothing tells has none.
 */
export function secondsBetween(
  ends: readonly StepEnd[],
  marks: readonly TrainingMark[],
): Map<number, number> {
  const seconds = new Map<number, number>();
  // The log has whole seconds, a result file fractions: a pause logged with a step comes after it.
  const moments =
    marks.length === 0 ? ends : [...ends, ...marks].toSorted((a, b) => Math.floor(a.at) - Math.floor(b.at));
  let begun: number | undefined;
  for (const moment of moments) {
    if ("kind" in moment) {
      begun = moment.kind === "begins" ? moment.at : undefined;
      continue;
    }
    if (begun !== undefined && moment.at > begun) seconds.set(moment.step, moment.at - begun);
    begun = moment.at;
  }
  return seconds;
}
