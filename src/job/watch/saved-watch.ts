import * as z from "zod";
import type { StepMetrics } from "../results.js";

const step = z.object({ step: z.number() }).catchall(z.union([z.number(), z.string()]));

const savedWatchSchema = z.object({
  status: z.string().optional(),
  events: z.array(z.string()),
  checkpoints: z.array(z.string()),
  silence: z.object({
    lastNews: z.number().optional(),
    stepSeconds: z.array(z.number()),
    lastStep: z.number().optional(),
    isSaid: z.boolean(),
  }),
  warned: z.array(z.string()),
  steps: z.array(step) satisfies z.ZodType<StepMetrics[]>,
  fired: z.array(z.string()),
  pause: z.object({ rules: z.array(z.string()), step: z.number(), isAsked: z.boolean() }).optional(),
});

/** What one watch of a job leaves to the next, as JSON. */
export type SavedWatch = z.infer<typeof savedWatchSchema>;

/** Of what an earlier watch has left, what a new one must not do again: it tells the whole log anew. */
export function deedsOf({ fired, warned, pause }: SavedWatch): SavedWatch {
  const silence = { stepSeconds: [], isSaid: false };
  return { events: [], checkpoints: [], silence, steps: [], fired, warned, pause };
}
