import * as z from "zod";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { Refused } from "#emulator/state/refusals.js";

const jsonObject = z.custom<JsonObject>(isJsonObject);
const number = z.union([z.number(), z.literal("auto")]).nullish();

/** `Standard`, `globalStandard`, ... in any case, or the service's own number for it. */
const trainingType = z
  .union([z.string(), z.number()])
  .transform((value) => trainingTypeNames.get(String(value).toLowerCase()))
  .refine((name) => name !== undefined);

/** Names that the service accepts, recorded 2025-12 to 2026-02; "Developer" is not among them. */
const trainingTypeNames = new Map([
  ["standard", "Standard"],
  ["0", "Standard"],
  ["globalstandard", "GlobalStandard"],
  ["1", "GlobalStandard"],
  ["developertier", "developerTier"],
]);

const jobBody = z.object({
  model: z.string(),
  training_file: z.string(),
  validation_file: z.string().nullish(),
  suffix: z.string().nullish(),
  seed: z.int().nullish(),
  trainingType: trainingType.nullish(),
  metadata: jsonObject.nullish(),
  inference_configs: jsonObject.nullish(),
  integrations: z.array(jsonObject).nullish(),
  method: z.object({
    type: z.string(),
    reinforcement: z
      .object({
        grader: jsonObject,
        response_format: jsonObject.nullish(),
        tools: z.array(jsonObject).nullish(),
        max_episode_steps: z.int().nullish(),
        hyperparameters: z
          .object({
            eval_interval: number,
            eval_samples: number,
            compute_multiplier: number,
            reasoning_effort: z.enum(["default", "low", "medium", "high"]).nullish(),
            n_epochs: number,
            batch_size: number,
            learning_rate_multiplier: number,
          })
          .nullish(),
      })
      .nullish(),
  }),
});

/** The types of a request to create a job. Unknown keys are ignored. */
export type JobBody = z.infer<typeof jobBody>;

/**
 * Binds the body of a request to create a job.
 * @throws Refused with the service's misleading message where a part has the wrong type.
 */
export function bindJobBody(body: JsonValue | undefined): JobBody {
  const bound = jobBody.safeParse(body);
  if (!bound.success) throw new Refused("jobUnbindable");
  return bound.data;
}
