import { type JsonObject, isJsonObject } from "../json.js";
import type { JobEvent } from "./api.js";
import { type StepMetrics, canonicalMetric } from "./results.js";

/** The evaluated step with the highest validation reward. */
export interface BestStep {
  step: number;
  full_valid_mean_reward: number;
}

/** The earliest evaluated step whose validation reward is within the noise band below the best. */
export interface RecommendedStep {
  step: number;
  /** The band's width, in reward. */
  band: number;
  /** The id of the checkpoint kept of this step, where the run was read from its job and one was kept. */
  checkpoint?: string;
}

/** What a run's steps say about which of its states to use. */
export interface RunMetrics {
  steps: StepMetrics[];
  best?: BestStep;
  recommended?: RecommendedStep;
}

/** What is known of a run beside its steps. */
export interface RunFacts {
  /** The grader's lowest and highest score; 0 and 1 where unknown. */
  range?: { min: number; max: number };
  /** Samples graded in one evaluation (eval_samples x validation rows), where the steps do not say. */
  validationSamples?: number;
}

/** The nested tree of a metrics event, flattened to the names of the result file: `usage/samples/...`. */
function flatten(tree: JsonObject, prefix: string, into: StepMetrics): StepMetrics {
  for (const [key, value] of Object.entries(tree)) {
    const name = prefix === "" ? canonicalMetric(key) : `${prefix}/${key}`;
    if (typeof value === "number") into[name] = value;
    else if (isJsonObject(value)) flatten(value, name, into);
  }
  return into;
}

/** The step that a metrics event reports; undefined for any other event. */
export function stepOfEvent(event: JobEvent): StepMetrics | undefined {
  const step = event.data?.["step"];
  if (!event.data || typeof step !== "number") return undefined;
  return flatten(event.data, "", { step });
}

/** The steps that a job's events report, in order; of a step reported twice the newer report counts. */
export function stepsOfEvents(oldestFirst: readonly JobEvent[]): StepMetrics[] {
  const bySteps = new Map<number, StepMetrics>();
  for (const event of oldestFirst) {
    const step = stepOfEvent(event);
    if (step) bySteps.set(step.step, step);
  }
  return [...bySteps.values()].toSorted((a, b) => a.step - b.step);
}

/** How many validation answers the graders scored at a step, as the result file counts them. */
function gradedSamples(step: StepMetrics): number | undefined {
  const counts = Object.entries(step).flatMap(([name, value]) =>
    name.endsWith("/valid_execution_latency_count") && typeof value === "number" ? [value] : [],
  );
  return counts.length === 0 ? undefined : Math.max(...counts);
}

function evaluations(steps: readonly StepMetrics[]): BestStep[] {
  return steps.flatMap((metrics) => {
    const reward = metrics["full_valid_mean_reward"];
    return typeof reward === "number" ? [{ step: metrics.step, full_valid_mean_reward: reward }] : [];
  });
}

/**
 * How far two mean validation rewards may lie apart by chance alone: sqrt(2 p (1-p) / n) x range, the standard
 * deviation of the difference of two means of n samples at the share p of the range. It treats samples as
 * independent and takes the largest spread that a mean of p allows. Undefined where n is unknown or the reward
 * lies outside the range.
 */
function noiseBand(reward: number, samples: number | undefined, range: { min: number; max: number }) {
  const share = (reward - range.min) / (range.max - range.min);
  if (samples === undefined || samples < 1 || !(share >= 0 && share <= 1)) return undefined;
  return Math.sqrt((2 * share * (1 - share)) / samples) * (range.max - range.min);
}

/** Finds the best and the recommended step of a run; both absent where nothing was evaluated. */
export function readRun(steps: StepMetrics[], facts: RunFacts = {}): RunMetrics {
  const evaluated = evaluations(steps);
  const best = evaluated.toSorted((a, b) => b.full_valid_mean_reward - a.full_valid_mean_reward)[0];
  if (!best) return { steps };
  const bestStep = steps.find(({ step }) => step === best.step);
  const samples = (bestStep && gradedSamples(bestStep)) ?? facts.validationSamples;
  const band = noiseBand(best.full_valid_mean_reward, samples, facts.range ?? { min: 0, max: 1 });
  if (band === undefined) return { steps, best };
  const recommended = evaluated.find(
    (one) => one.full_valid_mean_reward >= best.full_valid_mean_reward - band,
  );
  return { steps, best, ...(recommended && { recommended: { step: recommended.step, band } }) };
}
