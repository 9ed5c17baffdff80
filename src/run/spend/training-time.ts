import type { JobEvent } from "#service/api.js";
import { numberOf } from "#run/steps/evaluations.js";
import { median } from "#figures/median.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type StepEnd, type TrainingMark, markOf, secondsBetween } from "./training-marks.js";

/** How long a run has trained. */
export interface TrainingTime {
  /** Seconds of the trained steps, without queueing, preprocessing and pauses. */
  seconds: number;
  /** Steps with a known time. */
  steps: number;
  /**
   * `billed`: the service's own bookkeeping; `measured`: the durations that steps carry; `clocked`: the time
   * between steps by their timestamps or log lines, where durations are missing or say less; `unknown`: nothing gives
   * it.
   */
  basis: "billed" | "measured" | "clocked" | "unknown";
  /** What the steps' own durations add up to, if they say less than `seconds`. */
  durations?: number;
}

/** What tells a run's times besides its steps. */
export interface TimeSources {
  /** The job's log, oldest first. */
  events?: readonly JobEvent[] | undefined;
  /** When the job began to train and stopped, if the log is not at hand. */
  marks?: readonly TrainingMark[] | undefined;
}

/** A gap this many times the expected one holds more than a step: a pause that nothing has logged. */
const longestGap = 3;
/** The clock counts where it says this many times what the durations say: rounding alone does not. */
const clockFactor = 1.1;
/** From this many steps on, their median tells how much longer than its duration a step takes. */
const tellingSteps = 3;

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

/** A step's own seconds, or those of its sampling if that alone took longer. */
function atLeastSampling(step: StepMetrics, seconds: number): number {
  return Math.max(seconds, numberOf(step, "sampling_duration") ?? 0);
}

/** When each step ended: by its own timestamp, otherwise by its line in the log. */
function stepEnds(steps: readonly StepMetrics[], events: readonly JobEvent[]): StepEnd[] {
  const logged = new Map<number, number>();
  if (events.length > 0 && steps.some(({ timestamp }) => typeof timestamp !== "string")) {
    for (const event of events) {
      const step = stepOfEvent(event);
      if (step) logged.set(step.step, event.created_at);
    }
  }
  const ends: StepEnd[] = [];
  for (const { step, timestamp } of steps) {
    const stamped = typeof timestamp === "string" ? Date.parse(timestamp) / 1000 : Number.NaN;
    const at = Number.isNaN(stamped) ? logged.get(step) : stamped;
    if (at !== undefined) ends.push({ step, at });
  }
  return ends;
}

/** The hours the service says it has billed, by the newest such line. */
export function billedHours(events: readonly JobEvent[]): number | undefined {
  for (const { message } of events.toReversed()) {
    const [, hours] = /^training hours billed:\s*(\d+(?:\.\d+)?)/i.exec(message) ?? [];
    if (hours !== undefined) return Number(hours);
  }
  return undefined;
}

interface TimedStep {
  step: StepMetrics;
  own: number | undefined;
  gap: number | undefined;
}

/** How many times its own duration a step takes by the clock; undefined if the clock says no more, or nothing. */
function clockRatio(timed: readonly TimedStep[]): number | undefined {
  const ratios: number[] = [];
  for (const { own, gap } of timed) {
    if (own !== undefined && own > 0 && gap !== undefined) ratios.push(gap / own);
  }
  const ratio = median(ratios);
  if (ratio === undefined || ratio <= clockFactor) return undefined;
  // One or two gaps may hold a pause.
  return ratios.length < tellingSteps ? Math.min(ratio, longestGap) : ratio;
}

/** A gap, or what was to be expected where it is too long to be one step. */
function withoutPause(gap: number, expected: number): number {
  return gap > longestGap * expected ? expected : gap;
}

function gapsOf(timed: readonly TimedStep[]): number[] {
  return timed.map(({ gap }) => gap).filter((gap) => gap !== undefined);
}

/** The usual gap before steps of a kind; needed only where a step says no duration. */
function usualGap(timed: readonly TimedStep[], all: readonly TimedStep[]): number | undefined {
  if (timed.every(({ own }) => own !== undefined)) return undefined;
  const gaps = gapsOf(timed);
  // A single evaluation may take many times as long as the other steps.
  return gaps.length > 1 ? median(gaps) : Math.max(median(gapsOf(all)) ?? 0, ...gaps);
}

/** Returns the seconds of a step among its like (evaluated or not); undefined where nothing tells them. */
function timingOf(timed: readonly TimedStep[], all: readonly TimedStep[]) {
  const ratio = clockRatio(timed);
  const usual = usualGap(timed, all);
  return ({ step, own: duration, gap }: TimedStep): { seconds: number | undefined; isClocked: boolean } => {
    if (duration === undefined)
      return { seconds: gap === undefined ? undefined : withoutPause(gap, usual ?? gap), isClocked: true };
    if (ratio === undefined) {
      const seconds = gap === undefined ? atLeastSampling(step, duration) : duration;
      return { seconds, isClocked: false };
    }
    const expected = duration * ratio;
    const seconds = gap === undefined ? atLeastSampling(step, expected) : withoutPause(gap, expected);
    return { seconds, isClocked: true };
  };
}

function isEvaluated({ step }: TimedStep): boolean {
  return numberOf(step, "full_valid_mean_reward") !== undefined;
}

interface StepTimes {
  /** Seconds, by step number. */
  seconds: Map<number, number>;
  isClocked: boolean;
  /** What the steps' own durations add up to. */
  durations: number;
}

function timeSteps(steps: readonly StepMetrics[], { events = [], marks }: TimeSources): StepTimes {
  const known = marks ?? events.flatMap((event) => markOf(event) ?? []);
  const gaps = secondsBetween(stepEnds(steps, events), known);
  const timed = steps.map((step) => ({ step, own: stepSeconds(step), gap: gaps.get(step.step) }));
  const [evaluated, plain] = [timed.filter(isEvaluated), timed.filter((one) => !isEvaluated(one))];
  const [ofEvaluated, ofPlain] = [timingOf(evaluated, timed), timingOf(plain, timed)];
  const times: StepTimes = { seconds: new Map(), isClocked: false, durations: 0 };
  for (const one of timed) {
    const { seconds, isClocked } = isEvaluated(one) ? ofEvaluated(one) : ofPlain(one);
    if (seconds === undefined) continue;
    times.seconds.set(one.step.step, seconds);
    times.durations += one.own ?? seconds;
    times.isClocked ||= isClocked;
  }
  return times;
}

/** The seconds of each step of a run, by step number, as `measureTraining` adds them up; unknown ones are absent. */
export function secondsBySteps(
  steps: readonly StepMetrics[],
  sources: TimeSources = {},
): ReadonlyMap<number, number> {
  return timeSteps(steps, sources).seconds;
}

/**
 * How long a run has trained. The service's bookkeeping of billed hours goes before all else. Then the steps' own
 * durations count, unless the clock between steps says more: result files since May 2026 leave sampling out of
 * `total_duration`. Neither queue nor preprocessing counts, nor pauses: those that are marked, and what makes a gap
 * longer than three of its kind.
 */
export function measureTraining(steps: readonly StepMetrics[], sources: TimeSources = {}): TrainingTime {
  const billed = billedHours(sources.events ?? []);
  if (billed !== undefined) return { seconds: billed * 3600, steps: steps.length, basis: "billed" };
  const times = timeSteps(steps, sources);
  const known = times.seconds.size;
  if (known === 0) return { seconds: 0, steps: 0, basis: "unknown" };
  const seconds = [...times.seconds.values()].reduce((sum, one) => sum + one, 0);
  return {
    seconds,
    steps: known,
    basis: times.isClocked ? "clocked" : "measured",
    ...(times.durations * clockFactor < seconds && { durations: times.durations }),
  };
}
