import type { JobEvent } from "#service/api.js";
import { deriveId } from "#emulator/state/derive-id.js";
import { metricTree } from "./metric-cells.js";
import type { EventRecord, JobRecord } from "#emulator/state/state.js";

function describeEvent(job: JobRecord, event: EventRecord, index: number): JobEvent {
  const step = event.step === undefined ? undefined : job.steps[event.step - 1];
  return {
    id: deriveId("ftevent", job.id, index),
    created_at: Math.floor(event.at),
    level: event.level,
    message: event.message,
    type: step ? "metrics" : "message",
    ...(step && { data: metricTree(step, job.totalSteps) }),
    object: "fine_tuning.job.event",
  };
}

/** A job's log, newest first. */
export function describeEvents(job: JobRecord): JobEvent[] {
  return job.events.map((event, index) => describeEvent(job, event, index)).toReversed();
}
