import * as z from "zod";
import type { JsonObject } from "#json/json-value.js";
import type { SavedWatch } from "./saved-watch.js";

const savedWatchSchema = z.object({
  form: z.literal(1),
  status: z.string().optional(),
  events: z.array(z.string()),
  checkpoints: z.array(z.string()),
  silence: z.object({
    lastNews: z.number().optional(),
    stepSeconds: z.array(z.number()),
    lastStep: z.number().optional(),
    isSaid: z.boolean(),
  }),
  marks: z.array(z.object({ at: z.number(), kind: z.enum(["begins", "stops"]) })).optional(),
  isSkewSaid: z.boolean().optional(),
  warned: z.array(z.string()),
  steps: z.object({
    names: z.array(z.string()),
    rows: z.array(z.array(z.union([z.number(), z.string(), z.null()]))),
  }),
  fired: z.array(z.string()),
  pause: z.object({ rules: z.array(z.string()), step: z.number(), isAsked: z.boolean() }).optional(),
}) satisfies z.ZodType<SavedWatch>;

/** What an earlier watch saved; undefined if another version wrote it and it cannot be read. */
export function readSavedWatch(state: JsonObject): SavedWatch | undefined {
  return savedWatchSchema.safeParse(state).data;
}
