import { closestName, didYouMean } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import { type Comparison, holds, parseComparison } from "#figures/comparison.js";
import { type DiagnosisCode, diagnosisCodes } from "#run/diagnosis/diagnosis.js";
import { numberOf } from "#run/steps/evaluations.js";
import { sicknesses, sicknessOf } from "#run/sickness/sickness.js";
import type { RunResult } from "./run-result.js";

const places = ["best", "last", "recommended"] as const;
/** Which step's value counts: the best or recommended evaluated one, or the last that has the metric. */
type Place = (typeof places)[number];

/** What makes a run fail: a metric compared with a number, or a diagnosis. */
export type FailCondition =
  | { text: string; diagnosis: DiagnosisCode }
  | { text: string; metric: string; place: Place; operator: Comparison["operator"]; limit: number };

/** The result of a condition on a run. */
export interface ConditionOutcome {
  condition: string;
  source: string;
  /** True if it holds, and also if that cannot be decided: what should be checked was not. */
  fails: boolean;
  step?: number;
  value?: number;
  /** Why it cannot be decided. */
  reason?: string;
}

function usage(text: string, hint: string): RftError {
  return new RftError("usage", `--fail-if '${text}' cannot be read`, { hint });
}

function isPlace(text: string): text is Place {
  return places.some((place) => place === text);
}

function parseDiagnosis(text: string): FailCondition {
  const code = diagnosisCodes.find((one) => one === text.trim());
  if (code) return { text, diagnosis: code };
  const comparing = "Write a metric, one of < <= > >= == != and a number: 'full_valid_mean_reward<0.6'.";
  // `gap` is a metric here; its comparison is missing because a shell takes that for a redirection.
  const names = [...diagnosisCodes, ...sicknesses.flat().filter((name) => name !== "gap")];
  const near = /[<>=!]/.test(text) ? undefined : closestName(text.trim(), names);
  throw usage(text, near === undefined ? comparing : `Did you mean "${sicknessOf(near) ?? near}"?`);
}

/** Splits a metric from the place after its last @; a grader's name may contain an @ too. */
function parsePlace(left: string, text: string): { metric: string; place: Place } {
  const at = left.lastIndexOf("@");
  const place = left.slice(at + 1).trim();
  if (at >= 0 && isPlace(place)) return { metric: left.slice(0, at).trim(), place };
  if (at < 0 || left.includes("/")) return { metric: left, place: "best" };
  throw usage(text, didYouMean(place, places) ?? `After @ stands one of ${places.join(", ")}.`);
}

/**
 * Parses a condition: `<metric>[@best|@last|@recommended] <operator> <number>`, with the service's metric names, or
 * `gap`; or a diagnosis code alone. Without a place the best step counts.
 * @throws RftError `usage` if it is neither
 */
export function parseFailCondition(text: string): FailCondition {
  const comparison = parseComparison(text);
  if (!comparison) return parseDiagnosis(text);
  const { name, operator, limit } = comparison;
  return { text, ...parsePlace(name, text), operator, limit };
}

/** The value a condition looks at, and its step. */
function valueOf(run: RunResult, metric: string, place: Place): { step: number; value: number } | undefined {
  const values =
    metric === "gap"
      ? run.evaluations.map(({ step, gap }) => ({ step, value: gap }))
      : run.steps.map((one) => ({ step: one.step, value: numberOf(one, metric) }));
  const wanted = place === "last" ? undefined : run[place]?.step;
  const found = values.findLast(
    ({ step, value }) => value !== undefined && (place === "last" || step === wanted),
  );
  return found?.value === undefined ? undefined : { step: found.step, value: found.value };
}

function refuseUnknownMetric({ steps, source }: RunResult, metric: string, text: string): void {
  const known = new Set(["gap"]);
  for (const step of steps) for (const name in step) known.add(name);
  if (known.has(metric)) return;
  throw new RftError("usage", `--fail-if '${text}': ${source} has no metric "${metric}"`, {
    hint: didYouMean(metric, [...known]) ?? "Its metrics: rft metrics <source> --csv -.",
  });
}

/**
 * Checks a condition on a run.
 * @throws RftError `usage` if no step of the run has the metric
 */
export function checkCondition(condition: FailCondition, run: RunResult): ConditionOutcome {
  const outcome = { condition: condition.text, source: run.source };
  if ("diagnosis" in condition) {
    const found = run.diagnosis.find(({ code }) => code === condition.diagnosis);
    const step = found?.evidence.steps.at(-1);
    const open = run.notJudged.find(({ code }) => code === condition.diagnosis);
    if (!found && open) return { ...outcome, fails: true, reason: `not judged: ${open.reason}` };
    return { ...outcome, fails: found !== undefined, ...(step !== undefined && { step }) };
  }
  const { metric, place, operator, limit, text } = condition;
  const at = valueOf(run, metric, place);
  if (!at) {
    if (metric !== "full_valid_mean_reward") refuseUnknownMetric(run, metric, text);
    return { ...outcome, fails: true, reason: `no value of ${metric} at the ${place} step` };
  }
  return { ...outcome, ...at, fails: holds(at.value, { operator, limit }) };
}
