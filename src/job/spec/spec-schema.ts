import * as z from "zod";
import { RftError } from "#errors.js";
import type { JsonValue } from "#json/json-value.js";
import type { JobFile } from "./spec.js";
import { parseStopRule } from "#run/stop-rules/stop-rules.js";

const jsonObject = z.record(z.string(), z.json()) satisfies z.ZodType<Record<string, JsonValue>>;
const numberOrAuto = z.union([z.number(), z.literal("auto")]);

/** Hyperparameters of the reinforcement method; the rules hold their ranges. */
const hyperparametersSchema = z.strictObject({
  n_epochs: numberOrAuto.optional(),
  batch_size: numberOrAuto.optional(),
  learning_rate_multiplier: numberOrAuto.optional(),
  eval_interval: numberOrAuto.optional(),
  eval_samples: numberOrAuto.optional(),
  compute_multiplier: numberOrAuto.optional(),
  reasoning_effort: z.string().optional(),
});

/** A stop rule; issues use its parser's message. */
const stopRule = z.string().superRefine((text, context) => {
  try {
    parseStopRule(text);
  } catch (error) {
    if (!(error instanceof RftError)) throw error;
    context.addIssue({ code: "custom", message: error.message, params: { hint: error.hint } });
  }
});

const reinforcementSchema = z.strictObject({
  grader: z.union([z.string(), jsonObject]),
  response_format: z.union([z.string(), jsonObject]).optional(),
  hyperparameters: hyperparametersSchema.optional(),
  tools: z.array(jsonObject).optional(),
  max_episode_steps: z.int().positive().optional(),
});

/**
 * The job file: the keys of the API's create request (2026-10), with paths allowed where the API takes file ids,
 * graders and response formats; `watch` and `prices` are ours and never sent. Strict: an unknown key is an error,
 * because the service silently drops what it does not know.
 */
export const jobFileSchema = z.strictObject({
  model: z.string().min(1),
  training_file: z.string().min(1),
  validation_file: z.string().min(1).optional(),
  suffix: z.string().optional(),
  seed: z.int().optional(),
  trainingType: z.string().optional(),
  method: z.strictObject({ type: z.literal("reinforcement"), reinforcement: reinforcementSchema }),
  hyperparameters: jsonObject.optional(),
  metadata: z.record(z.string(), z.string()).optional(),
  integrations: z.array(jsonObject).optional(),
  inference_configs: jsonObject.optional(),
  watch: z.strictObject({ pause_when: z.array(stopRule).optional() }).optional(),
  prices: z.record(z.string(), z.strictObject({ input: z.number(), output: z.number() })).optional(),
}) satisfies z.ZodType<JobFile>;
