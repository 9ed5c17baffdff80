import type { JobEvent } from "#service/api.js";
import { numberOf } from "#run/steps/evaluations.js";
import { median } from "#figures/median.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import type { StepMetrics } from "#run/steps/results.js";

/** How long a run has trained. */
export interface TrainingTime {
  /** Seconds of the trained steps; a queue, preprocessing and pauses are no part of it. */
  seconds: number;
  /** Steps whose time is known. */
  steps: number;
  /**
   * `billed`: the service's own bookkeeping; `measured`: durations that every step carries; `clocked`: at least one
   * step's time is that between two lines of the log; `unknown`: nothing tells it.
   */
  basis: "billed" | "measured" | "clocked" | "unknown";
}

/** A gap between two lines of the log this many times the usual one holds more than a step: a pause not logged. */
const longestGap = 3;

/** The sum of what is there; undefined where nothing is. */
function sumOf(step: StepMetrics, names: readonly string[]): number | undefined {
  const values = names.map((name) => numberOf(step, name)).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/**
 * The seconds that a step's own figures give: `total_duration` of result files on Azure, `timing/step/full_iteration`
 * of OpenAI's events, else the parts that are there. Undefined where it carries none.
 */
export function stepSeconds(step: StepMetrics): number | undefined {
  return (
    numberOf(step, "total_duration") ??
    numberOf(step, "timing/step/full_iteration") ??
    sumOf(step, ["sampling_duration", "training_duration", "eval_duration"]) ??
    sumOf(step, ["timing/step/sampling", "timing/step/training", "timing/step/eval"])
  );
}

// Lines of the log after which a step begins, as recorded of the service (2024-06) and of the emulator.
const beginning = /^(?:job started|preprocessing completed|(?:training|fine-tuning job) started|job resum)/i;

/** Seconds between a step's line in the log and the line at which it began, by step. */
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

/** As `clockedSeconds`, of the times that the lines of a result file carry. */
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

/** The hours that the service says it has billed: those of the newest line that says so. */
export function billedHours(events: readonly JobEvent[]): number | undefined {
  for (const { message } of events.toReversed()) {
    const [, hours] = /^training hours billed:\s*(\d+(?:\.\d+)?)/i.exec(message) ?? [];
    if (hours !== undefined) return Number(hours);
  }
  return undefined;
}

/**
 * How long a run has trained, from what its steps measured, else from the times in its log (oldest event first);
 * hours that the service says it has billed go before both.
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
