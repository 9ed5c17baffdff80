import { stallLimitOf, typicalSteps } from "#run/sickness/stall-limit.js";
import type { StallUpdate } from "./job-update.js";

/** What we keep about a job's silence. */
export interface SilenceState {
  /** When we last heard something, by the service's clock in unix milliseconds. */
  lastNews: number | undefined;
  /** How long each of the last steps took, in seconds. */
  stepSeconds: number[];
  /** When the step under way began: the last one's end, or a line of the log; by the service's clock in unix seconds. */
  lastStep: number | undefined;
  isSaid: boolean;
}

/** Nothing heard yet. */
export function startSilence(): SilenceState {
  return { lastNews: undefined, stepSeconds: [], lastStep: undefined, isSaid: false };
}

/** Something was heard at this time, in unix milliseconds. */
export function hear(state: SilenceState, at: number): void {
  state.lastNews = Math.max(state.lastNews ?? at, at);
  state.isSaid = false;
}

/** A step was logged at this time, in unix seconds by the service's clock. */
export function hearStep(state: SilenceState, at: number): void {
  if (state.lastStep !== undefined && at > state.lastStep) {
    state.stepSeconds = [...state.stepSeconds, at - state.lastStep].slice(-typicalSteps);
  }
  state.lastStep = at;
}

/** Training began or went on at this time, in unix seconds by the service's clock. */
export function beginSteps(state: SilenceState, at: number): void {
  state.lastStep = at;
}

/** The job stopped: the time until its next step says nothing about how long steps take. */
export function breakSteps(state: SilenceState): void {
  state.lastStep = undefined;
}

/** A stall, if a job's silence has lasted too long and has not been reported yet. */
export function findStall(state: SilenceState, now: Date): StallUpdate | undefined {
  if (state.isSaid || state.lastNews === undefined) return undefined;
  const { typical: usual, limit } = stallLimitOf(state.stepSeconds);
  const seconds = Math.floor((now.getTime() - state.lastNews) / 1000);
  if (seconds < limit) return undefined;
  state.isSaid = true;
  return { type: "stalled", at: now.toISOString(), seconds, ...(usual !== undefined && { usual }) };
}
