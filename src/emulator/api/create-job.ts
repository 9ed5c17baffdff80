import { type ParsedGrader, parseGrader } from "#grader/parse/parse-grader.js";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { findModel } from "#rules/find-model.js";
import type { ModelRule, RuleSet } from "#rules/rule-set.js";
import { standingOf } from "#rules/training-type.js";
import { type JobBody, bindJobBody } from "./job-body.js";
import { Refused } from "#emulator/state/refusals.js";
import { failureOrderOf, orderableFailures } from "#emulator/simulate/ordered-failure.js";
import { illnessKey, illnessName, illnessOf, illnesses } from "#emulator/simulate/illness.js";
import { initialPolicy } from "#emulator/simulate/policy.js";
import { createRandom } from "#emulator/simulate/random.js";
import type { EventRecord, Hyperparameters, JobRecord } from "#emulator/state/state.js";
import { omitAbsent } from "./omit-absent.js";
import type { Present } from "#emulator/simulate/emulated-service.js";

/** The first event of every simulated job. */
const notice =
  "Simulated training by the azure-rft emulator: numbers come from a seeded policy, not from a model.";

/** Seconds from creation to the first estimate of the end (recorded, 2025-12). */
const firstEstimate = 2760;

type Reinforcement = NonNullable<JobBody["method"]["reinforcement"]>;

function checkModel({ model, trainingType }: JobBody, rules: RuleSet): ModelRule {
  const rule = findModel(rules, model);
  if (!rule) throw new Refused("modelUnsupported");
  const type = trainingType ?? "Standard";
  // For some models no training types are published: then accept any that was not seen to be refused.
  if (standingOf(type, rule, rules) === "refused") {
    throw new Refused("trainingTypeUnsupported", { model: rule.name, trainingType: type });
  }
  return rule;
}

function checkFile(id: string, { state, now }: Present): string {
  const file = state.files.get(id);
  if (!file || file.resultOf !== undefined) throw new Refused("fileUnknown", { file: id });
  if (now < file.processedAt) throw new Refused("fileNotProcessed");
  return id;
}

/**
 * Parses a submitted grader.
 * @throws Refused where the service would not accept it for a job.
 */
export function acceptGrader(grader: JsonObject, rules: RuleSet): ParsedGrader {
  const parsed = parseGrader(grader, rules);
  if (parsed.findings.some(({ code }) => code === "grader-model-unsupported")) {
    throw new Refused("graderModelUnsupported", { models: rules.graderModels.value.join(", ") });
  }
  const [fault] = parsed.errors;
  if (fault) {
    throw new Refused("graderInvalid", { pointer: `grader${fault.pointer ?? ""}`, reason: fault.message });
  }
  return parsed;
}

function checkHyperparameters(wanted: Reinforcement["hyperparameters"], rules: RuleSet): Hyperparameters {
  const number = (name: Exclude<keyof Hyperparameters, "reasoning_effort">, automatic: number): number => {
    const value = wanted?.[name] ?? "auto";
    if (value === "auto") return automatic;
    const rule = rules.hyperparameters.value[name];
    const fits = !rule || (value >= rule.allowed.min && value <= rule.allowed.max);
    if (!fits || (rule?.integer && !Number.isInteger(value))) {
      throw new Refused("hyperparameterOutOfRange", { name, value });
    }
    return value;
  };
  const effort = wanted?.reasoning_effort ?? "default";
  return {
    eval_interval: number("eval_interval", -1),
    eval_samples: number("eval_samples", -1),
    compute_multiplier: number("compute_multiplier", 1),
    reasoning_effort: effort === "default" ? "medium" : effort,
    n_epochs: number("n_epochs", -1),
    batch_size: number("batch_size", -1),
    learning_rate_multiplier: number("learning_rate_multiplier", 1),
  };
}

function checkSuffix(suffix: string | undefined, rules: RuleSet): string | undefined {
  const length = rules.suffixLength.value;
  const fits = suffix === undefined || (suffix.length <= length && /^[\w-]+$/.test(suffix));
  if (!fits) throw new Refused("suffixInvalid", { length });
  return suffix;
}

/** The service echoes its number for an automatic deployment's tier as the tier's name (recorded, 2025-12). */
function echoInference(configs: JsonObject): JsonObject {
  return configs["inference_sku"] === 0 ? { ...configs, inference_sku: "developerTier" } : configs;
}

/**
 * The event that announces an illness ordered by the job's metadata.
 * @throws Refused where no illness has that name.
 */
function illnessNotice({ metadata }: JobBody, at: number): EventRecord[] {
  const illness = illnessOf(metadata ?? undefined);
  if (illness === undefined)
    throw new Refused("illnessUnknown", {
      key: illnessKey,
      illnesses: illnesses.map(illnessName).join(", "),
    });
  if (illness === "healthy") return [];
  const message = `Simulated illness, as the metadata asks: ${illnessName(illness)}.`;
  return [{ at, level: "warning", message }];
}

/**
 * How long the job waits in the queue.
 * @throws Refused where the metadata's order is invalid.
 */
function queueSeconds({ metadata }: JobBody): number {
  const order = failureOrderOf(metadata ?? undefined);
  if ("wrong" in order)
    throw new Refused("failureOrderUnknown", {
      key: order.wrong,
      failures: Object.keys(orderableFailures).join(", "),
    });
  return order.queueSeconds;
}

/** Parts of a request that are kept only to be echoed. */
function extrasOf(body: JobBody, reinforcement: Reinforcement) {
  const inference = body.inference_configs;
  return {
    metadata: body.metadata ?? undefined,
    inferenceConfigs: isJsonObject(inference) ? echoInference(inference) : undefined,
    integrations: body.integrations ?? undefined,
    responseFormat: reinforcement.response_format ?? undefined,
    tools: reinforcement.tools ?? undefined,
    maxEpisodeSteps: reinforcement.max_episode_steps ?? undefined,
  };
}

/**
 * The record of a new job, `pending`.
 * @throws Refused for what the service refuses at once. Faults that it finds only on reading the data are reported by
 * the job later.
 */
export function createJob(value: JsonValue | undefined, present: Present): JobRecord {
  const { now, rules } = present;
  const body = bindJobBody(value);
  const model = checkModel(body, rules);
  const { type, reinforcement } = body.method;
  if (type !== "reinforcement" || !reinforcement) {
    throw new Refused("methodUnsupported", { model: model.name });
  }
  const trainingFile = checkFile(body.training_file, present);
  if (typeof body.validation_file !== "string") throw new Refused("validationFileMissing");
  const validationFile = checkFile(body.validation_file, present);
  acceptGrader(reinforcement.grader, rules);
  const hyperparameters = checkHyperparameters(reinforcement.hyperparameters, rules);
  const suffix = checkSuffix(body.suffix ?? undefined, rules);
  const ailing = illnessNotice(body, now);
  const queued = queueSeconds(body);
  const id = present.newId("ftjob");
  return omitAbsent({
    id,
    createdAt: now,
    status: "pending",
    phase: "queued",
    nextAt: now + queued,
    model: body.model.includes(".ft-") ? body.model : model.name,
    trainingType: body.trainingType ?? "Standard",
    trainingFile,
    validationFile,
    suffix,
    ...extrasOf(body, reinforcement),
    seed: body.seed ?? createRandom(id).integer(2 ** 31),
    grader: reinforcement.grader,
    hyperparameters,
    key: "",
    totalSteps: 0,
    validationRows: 0,
    policy: [...initialPolicy],
    steps: [],
    pausedAfter: [],
    events: [
      { at: now, level: "info", message: notice },
      ...ailing,
      { at: now, level: "info", message: "Job enqueued. Waiting for jobs ahead to complete." },
    ],
    estimatedFinish: now + firstEstimate,
    trainedTokens: 0,
  });
}
