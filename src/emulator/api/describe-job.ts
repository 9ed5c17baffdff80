import type { JsonObject } from "#json/json-value.js";
import { modelName } from "./describe-checkpoints.js";
import { omitAbsent } from "./omit-absent.js";
import type { JobRecord } from "#emulator/state/state.js";

/** `GlobalStandard` is echoed as `globalStandard` (recorded, 2025-12). */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * A grader as the service echoes it. Recorded for score_model: this order of keys, with the range and a threshold of 0
 * filled in. Seen for python: the image tag filled in. Assumed for others: echoed as sent.
 */
function echoGrader(grader: JsonObject): JsonObject {
  if (grader["type"] === "python") return { image_tag: "2025-05-08", ...grader };
  if (grader["type"] !== "score_model") return grader;
  const { type, name, input, pass_threshold, range, model, ...rest } = grader;
  return omitAbsent({
    type,
    name,
    input,
    pass_threshold: pass_threshold ?? 0,
    range: range ?? [0, 1],
    model,
    ...rest,
  });
}

/** A job as the service describes it: keys in the order of its recorded answers, nulls omitted. */
export function describeJob(job: JobRecord) {
  return omitAbsent({
    additionalParameters: { completionOverride: "True" },
    seed: job.seed,
    method: {
      type: "reinforcement",
      reinforcement: omitAbsent({
        hyperparameters: job.hyperparameters,
        grader: echoGrader(job.grader),
        response_format: job.responseFormat,
        tools: job.tools,
        max_episode_steps: job.maxEpisodeSteps,
      }),
    },
    trainingType: lowerFirst(job.trainingType),
    inference_configs: job.inferenceConfigs,
    eval: job.evalId,
    suffix: job.suffix,
    integrations: job.integrations,
    metadata: job.metadata,
    status: job.status,
    model: job.model,
    fine_tuned_model: job.status === "succeeded" ? modelName(job) : undefined,
    training_file: job.trainingFile,
    validation_file: job.validationFile,
    result_files: job.resultFile === undefined ? undefined : [job.resultFile],
    finished_at: job.finishedAt === undefined ? undefined : Math.floor(job.finishedAt),
    trained_tokens: job.status === "succeeded" ? job.trainedTokens : undefined,
    error: job.error,
    estimated_finish: Math.floor(job.estimatedFinish),
    id: job.id,
    created_at: Math.floor(job.createdAt),
    object: "fine_tuning.job",
  });
}
