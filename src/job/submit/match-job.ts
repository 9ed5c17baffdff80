import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { findModel } from "#rules/find-model.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { CreateJobRequest, Job } from "#service/api.js";
import { fingerprintKey } from "#job/spec/job-fingerprint.js";

/** The job to look for among those at the service. */
export interface SoughtJob {
  fingerprint: string;
  /** Its request with the ids of its files; absent if they are not known yet. */
  request?: CreateJobRequest;
  /** The earliest time it can have been created, in unix seconds; absent if we know of no request. */
  notBefore?: number;
  rules: RuleSet;
}

/** Values with which a request leaves the choice to the service. */
const anyValue = new Set<JsonValue | undefined>(["auto", "default", null, undefined]);

/** Whether an echo holds everything we sent; the service adds defaults and reorders keys. */
function holds(echo: JsonValue | undefined, sent: JsonValue | undefined): boolean {
  if (anyValue.has(sent)) return true;
  if (isJsonObject(sent)) {
    return isJsonObject(echo) && Object.entries(sent).every(([key, value]) => holds(echo[key], value));
  }
  if (Array.isArray(sent)) {
    return (
      Array.isArray(echo) &&
      echo.length === sent.length &&
      sent.every((value, index) => holds(echo[index], value))
    );
  }
  return echo === sent;
}

function isSameModel(one: string | undefined, other: string, rules: RuleSet): boolean {
  if (one === other) return true;
  // A fine-tuned model is a starting point of its own, not its base.
  if (one === undefined || one.includes(".ft-") || other.includes(".ft-")) return false;
  const rule = findModel(rules, one);
  return rule !== undefined && rule === findModel(rules, other);
}

/** Whether the method matches what we sent, as far as the service echoes it. */
function hasSameMethod(echo: JsonObject, { request, notBefore }: SoughtJob): boolean {
  const sent = request?.method.reinforcement ?? {};
  // If the grader is not echoed, only the time tells the jobs of a series apart.
  const hasGrader =
    echo["grader"] === undefined ? notBefore !== undefined : holds(echo["grader"], sent["grader"]);
  return hasGrader && ["hyperparameters", "response_format"].every((key) => holds(echo[key], sent[key]));
}

/** Whether everything the service says about a job matches what we sent. */
function hasSameContent(job: Job, sought: SoughtJob): boolean {
  const { request, rules } = sought;
  const echo = job.method?.["reinforcement"];
  if (!request || !isJsonObject(echo) || !isSameModel(job.model, request.model, rules)) return false;
  const { suffix = "", seed } = request;
  return (
    job.training_file === request.training_file &&
    job.validation_file === request.validation_file &&
    (job.suffix ?? "") === suffix &&
    (job.seed === undefined || holds(job.seed, seed)) &&
    hasSameMethod(echo, sought)
  );
}

/**
 * Whether a job at the service is the one we look for: by the fingerprint in its metadata, or, if it has none (some
 * services drop metadata), by model, files, suffix, seed, hyperparameters, response format, grader and time.
 */
export function isSoughtJob(job: Job, sought: SoughtJob): boolean {
  const fingerprint = job.metadata?.[fingerprintKey];
  if (fingerprint !== undefined) return fingerprint === sought.fingerprint;
  if (sought.notBefore !== undefined && (job.created_at ?? sought.notBefore) < sought.notBefore) return false;
  return hasSameContent(job, sought);
}

/** Whether a job counts as already submitted: not if it failed or was cancelled. */
export function counts({ status }: Job): boolean {
  return status !== "failed" && status !== "cancelled";
}
