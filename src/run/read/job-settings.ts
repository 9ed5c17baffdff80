import { type JsonObject, isJsonObject } from "#json/json-value.js";
import type { Job } from "#service/api.js";
import type { RunSettings } from "#run/outcome/run-result.js";

/** The value, if it is of the kind asked for. */
function pick<T>(value: unknown, isKind: (value: unknown) => value is T): T | undefined {
  return isKind(value) ? value : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string";

/** The job's settings, as the service echoes them. */
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
  // Drops keys the service leaves out, instead of setting them to undefined.
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
