import type { Spread } from "#rules/rule-set.js";
import { typicalSteps } from "#run/sickness/stall-limit.js";
import { isResumption, markOf } from "#run/spend/training-marks.js";
import { stepOfEvent } from "#run/steps/run-metrics.js";
import type { JobEvent } from "#service/api.js";
import { spreadOf } from "./spread-of.js";

/** What a job's log says of its course; times in unix seconds. */
export interface JobPace {
  /** When it left the queue. */
  startedAt?: number;
  lastStepAt?: number;
  /** Steps still to come. */
  left?: number;
  /** Seconds a step takes: the quartiles of the last ones. */
  seconds?: Spread;
  /** How many steps these are of. */
  timed: number;
  /** It was paused or resumed: how long it took says nothing of others. */
  isBroken: boolean;
}

/** The pace of a job, from its log or the newest part of it, oldest first. */
export function paceOf(events: readonly JobEvent[]): JobPace {
  const steps = events.flatMap((event) => {
    const step = stepOfEvent(event);
    return step ? [{ at: event.created_at, step: step.step, total: step["total_steps"] }] : [];
  });
  const times = steps
    .flatMap(({ at, step }, index) => {
      const before = steps[index - 1];
      return before && step > before.step && at > before.at ? [(at - before.at) / (step - before.step)] : [];
    })
    .slice(-typicalSteps);
  const last = steps.at(-1);
  const seconds = spreadOf(times, 0.25);
  const started = events.find(({ message }) => /^job started\b/i.test(message));
  return {
    ...(started && { startedAt: started.created_at }),
    ...(last && { lastStepAt: last.at }),
    ...(last && typeof last.total === "number" && { left: Math.max(0, last.total - last.step) }),
    ...(seconds && { seconds }),
    timed: times.length,
    isBroken: events.some((event) => isResumption(event) || markOf(event)?.kind === "stops"),
  };
}
