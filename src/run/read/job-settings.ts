import { type JsonObject, isJsonObject } from "#json/json-value.js";
import type { Job } from "#service/api.js";
import type { RunSettings } from "#run/outcome/run-result.js";

/** The keys of an object that have a value of the kind asked for. */
function pick<T>(value: unknown, isKind: (value: unknown) => value is T): T | undefined {
  return isKind(value) ? value : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string";

/** What the job was asked to do, as the service echoes it. */
export function settingsOf(job: Job): RunSettings {
  const reinforcement = pick(job.method?.["reinforcement"], isJsonObject) ?? {};
  const { model, suffix, seed, training_file: trainingFile, validation_file: validationFile } = job;
  const settings: { [Key in keyof RunSettings]: RunSettings[Key] | undefined } = {
    model,
    trainingType: pick(job["trainingType"], isText),
    suffix,
    seed,
    trainingFile,
    validationFile,
    hyperparameters: pick<JsonObject>(reinforcement["hyperparameters"], isJsonObject),
    grader: pick<JsonObject>(reinforcement["grader"], isJsonObject),
    responseFormat: pick<JsonObject>(reinforcement["response_format"], isJsonObject),
  };
  // What the service leaves out is left out here, not undefined.
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
