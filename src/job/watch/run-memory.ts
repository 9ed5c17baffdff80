import type { Checkpoint, JobEvent } from "../api.js";
import { rememberEvent } from "../list-events.js";
import { stepOfEvent } from "../metrics.js";
import { type JobUpdate, isoTime } from "./job-update.js";
import type { KnownSoFar, Look } from "./look.js";
import { type SilenceState, breakSteps, findStall, hear, hearStep, startSilence } from "./silence.js";

/** What a watch keeps of a job between two looks: bounded, however long the job's log is. */
export interface RunMemory {
  status: string | undefined;
  readonly events: Set<string>;
  readonly checkpoints: Set<string>;
  readonly silence: SilenceState;
}

/** Nothing known yet. */
export function createRunMemory(): RunMemory {
  return { status: undefined, events: new Set(), checkpoints: new Set(), silence: startSilence() };
}

/** What the next look has to know. */
export function knownSoFar({ status, events }: RunMemory): KnownSoFar {
  return { status, events };
}

function* eventUpdates(memory: RunMemory, event: JobEvent): Generator<JobUpdate> {
  rememberEvent(memory.events, event);
  const at = isoTime(event.created_at);
  yield { type: "event", at, event };
  const step = stepOfEvent(event);
  if (!step) return;
  hearStep(memory.silence, event.created_at);
  yield { type: "metrics", at, ...step };
}

function* checkpointUpdates(
  memory: RunMemory,
  newestFirst: readonly Checkpoint[],
  now: Date,
): Generator<JobUpdate> {
  for (const checkpoint of newestFirst.toReversed()) {
    if (memory.checkpoints.has(checkpoint.id)) continue;
    memory.checkpoints.add(checkpoint.id);
    const { created_at: created } = checkpoint;
    const at = created === undefined ? now.toISOString() : isoTime(created);
    yield { type: "checkpoint", at, checkpoint };
  }
}

/** Our time of the last news: of a log read for the first time, that of its newest line. */
function timeOfNews(memory: RunMemory, { events }: Look, now: number): number {
  const newest = events.at(-1)?.created_at;
  const isFirstLook = memory.silence.lastNews === undefined;
  return isFirstLook && newest !== undefined && newest > 0 ? Math.min(now, newest * 1000) : now;
}

/** Takes in what a look has shown and gives what of it is news, in the order in which it happened. */
export function* takeLook(memory: RunMemory, look: Look, now: Date): Generator<JobUpdate> {
  const { job, events, checkpoints } = look;
  const isFirst = memory.status === undefined;
  const changed: JobUpdate[] =
    job.status === memory.status ? [] : [{ type: "status", at: now.toISOString(), status: job.status, job }];
  if (events.length + changed.length > 0) hear(memory.silence, timeOfNews(memory, look, now.getTime()));
  if (changed.length > 0 && job.status !== "running") breakSteps(memory.silence);
  memory.status = job.status;
  // Where it stands is said first; from then on the log's lines come before the status they led to.
  if (isFirst) yield* changed;
  for (const event of events) yield* eventUpdates(memory, event);
  yield* checkpointUpdates(memory, checkpoints, now);
  if (!isFirst) yield* changed;
  const stall = job.status === "running" ? findStall(memory.silence, now) : undefined;
  if (stall) yield stall;
}
