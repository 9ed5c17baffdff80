import { setImmediate } from "node:timers/promises";
import type { JobRecord, State } from "#emulator/state/state.js";
import { type TrainerParts, createTrainer } from "./trainer.js";
import { enterPaused, finishBookkeeping, resumeTraining, startRunning } from "./transitions.js";

/** Advances every job of a state to a simulated time. */
export type Advance = (state: State, now: number) => Promise<void>;

/**
 * Creates the one function in which simulated time passes: each job goes through the changes that are due, in order
 * and each at its own simulated time. The result does not depend on how often it is called.
 */
export function createAdvance(parts: TrainerParts): Advance {
  const trainer = createTrainer(parts);

  function changeOf(job: JobRecord, at: number, state: State): JobRecord | Promise<JobRecord> {
    switch (job.status) {
      case "pending":
        return startRunning(job, at);
      case "running":
        return job.phase === "preprocessing"
          ? trainer.prepare(job, at, state)
          : trainer.train(job, at, state);
      case "pausing":
        return enterPaused(job, at);
      case "resuming":
      // A job that was preempted resumes by itself; any other paused job has no next change.
      case "paused":
        return resumeTraining(job, at, trainer.nextStepSeconds(job));
      case "succeeded":
        return finishBookkeeping(job, at);
      case "failed":
      case "cancelled":
        return { ...job, nextAt: null };
    }
  }

  return async (state, now) => {
    for (const { id } of state.jobs.values()) {
      for (let job = state.jobs.get(id); job && job.nextAt !== null && job.nextAt <= now;) {
        job = await changeOf(job, job.nextAt, state);
        state.jobs.set(id, job);
        // After a long idle time many steps are due: yield to the server between them.
        await setImmediate();
      }
    }
  };
}
