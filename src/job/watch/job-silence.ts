import { stallLimitOf, typicalSteps } from "#run/sickness/stall-limit.js";
import type { StallUpdate } from "./job-update.js";

/** Seconds by which a clock may differ from the time slept before it is taken to have jumped. */
const jumpTolerance = 60;

/** What is kept of a job's silence: unix milliseconds, seconds a step. */
export interface SilenceState {
  /** By our clock, when something was heard last; shifted where the clock jumps. */
  lastNews: number | undefined;
  /** Seconds of the last steps. */
  stepSeconds: number[];
  /** By the service's clock, when the last step was logged; unix seconds. */
  lastStep: number | undefined;
  isSaid: boolean;
}

/** Nothing heard yet. */
export function startSilence(): SilenceState {
  return { lastNews: undefined, stepSeconds: [], lastStep: undefined, isSaid: false };
}

/** Something was heard at this time (unix milliseconds). */
export function hear(state: SilenceState, at: number): void {
  state.lastNews = Math.max(state.lastNews ?? at, at);
  state.isSaid = false;
}

/** A step was logged at this time (unix seconds, by the service). */
export function hearStep(state: SilenceState, at: number): void {
  if (state.lastStep !== undefined && at > state.lastStep) {
    state.stepSeconds = [...state.stepSeconds, at - state.lastStep].slice(-typicalSteps);
  }
  state.lastStep = at;
}

/** The job stood still by order (paused): the time until its next step says nothing about steps. */
export function breakSteps(state: SilenceState): void {
  state.lastStep = undefined;
}

/**
 * The clock went from `before` to `after` (unix milliseconds) in a sleep that was to take so many: what it jumped, a
 * laptop's sleep above all, is no silence of the job's.
 */
export function allowForJump(state: SilenceState, [before, after]: [number, number], slept: number): void {
  const jump = after - before - slept;
  if (state.lastNews !== undefined && Math.abs(jump) > jumpTolerance * 1000) state.lastNews += jump;
}

/** A stall, where the silence of a running job has become one and has not been said. */
export function findStall(state: SilenceState, now: Date): StallUpdate | undefined {
  if (state.isSaid || state.lastNews === undefined) return undefined;
  const { typical: usual, limit } = stallLimitOf(state.stepSeconds);
  const seconds = Math.floor((now.getTime() - state.lastNews) / 1000);
  if (seconds < limit) return undefined;
  state.isSaid = true;
  return { type: "stalled", at: now.toISOString(), seconds, ...(usual !== undefined && { usual }) };
}
