import type { JobEvent } from "#service/api.js";
import { numberOf } from "#run/steps/evaluations.js";
import { median } from "#figures/median.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import type { StepMetrics } from "#run/steps/results.js";

/** How long a run has trained. */
export interface TrainingTime {
  /** Seconds of the trained steps, without queueing, preprocessing and pauses. */
  seconds: number;
  /** Steps with a known time. */
  steps: number;
  /**
   * `billed`: the service's own bookkeeping; `measured`: every step carries its duration; `clocked`: at least one
   * step's time is the gap between two log lines; `unknown`: nothing gives it.
   */
  basis: "billed" | "measured" | "clocked" | "unknown";
}

/** A gap between two log lines this many times the usual one holds more than a step: a pause that was not logged. */
const longestGap = 3;

/** The sum of the figures present; undefined if none are. */
function sumOf(step: StepMetrics, names: readonly string[]): number | undefined {
  const values = names.map((name) => numberOf(step, name)).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/**
 * The seconds a step's own figures give: `total_duration` in result files on Azure, `timing/step/full_iteration` in
 * OpenAI's events, otherwise the sum of the parts present. Undefined if it has none.
 */
export function stepSeconds(step: StepMetrics): number | undefined {
  return (
    numberOf(step, "total_duration") ??
    numberOf(step, "timing/step/full_iteration") ??
    sumOf(step, ["sampling_duration", "training_duration", "eval_duration"]) ??
    sumOf(step, ["timing/step/sampling", "timing/step/training", "timing/step/eval"])
  );
}

// Log lines after which a step begins, as recorded from the service (2024-06) and the emulator.
const beginning = /^(?:job started|preprocessing completed|(?:training|fine-tuning job) started|job resum)/i;

/** Seconds from the log line at which a step began to the step's own line, by step. */
function clockedSeconds(events: readonly JobEvent[]): Map<number, number> {
  const seconds = new Map<number, number>();
  let begun: number | undefined;
  for (const event of events) {
    const step = stepOfEvent(event);
    if (step && begun !== undefined && event.created_at > begun)
      seconds.set(step.step, event.created_at - begun);
    if (step || beginning.test(event.message)) begun = event.created_at;
  }
  return seconds;
}

/** Like `clockedSeconds`, from the timestamps in a result file. */
function stampedSeconds(steps: readonly StepMetrics[]): Map<number, number> {
  const seconds = new Map<number, number>();
  let before: number | undefined;
  for (const { step, timestamp } of steps) {
    const at = typeof timestamp === "string" ? Date.parse(timestamp) / 1000 : Number.NaN;
    if (before !== undefined && at > before) seconds.set(step, at - before);
    before = Number.isNaN(at) ? undefined : at;
  }
  return seconds;
}

/** The hours the service says it has billed, by the newest such line. */
export function billedHours(events: readonly JobEvent[]): number | undefined {
  for (const { message } of events.toReversed()) {
    const [, hours] = /^training hours billed:\s*(\d+(?:\.\d+)?)/i.exec(message) ?? [];
    if (hours !== undefined) return Number(hours);
  }
  return undefined;
}

/**
 * How long a run has trained, from what its steps measured, otherwise from the times in its log (oldest event first).
 * Billed hours take precedence over both.
 */
export function measureTraining(
  steps: readonly StepMetrics[],
  events: readonly JobEvent[] = [],
): TrainingTime {
  const billed = billedHours(events);
  if (billed !== undefined) return { seconds: billed * 3600, steps: steps.length, basis: "billed" };
  const own = steps.map(stepSeconds);
  const clocked = own.includes(undefined)
    ? new Map([...stampedSeconds(steps), ...clockedSeconds(events)])
    : undefined;
  const usual = median([...own.filter((value) => value !== undefined), ...(clocked?.values() ?? [])]);
  let seconds = 0;
  let known = 0;
  steps.forEach(({ step }, index) => {
    const gap = clocked?.get(step);
    const one = own[index] ?? (gap === undefined ? undefined : Math.min(gap, longestGap * (usual ?? gap)));
    if (one === undefined) return;
    seconds += one;
    known++;
  });
  if (known === 0) return { seconds: 0, steps: 0, basis: "unknown" };
  return { seconds, steps: known, basis: clocked ? "clocked" : "measured" };
}
