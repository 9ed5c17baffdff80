import { type Evaluation, type RunFacts, evaluationsOf } from "#run/steps/evaluations.js";
import {
  isGraderError,
  isParseError,
  unresponsiveRewards,
  validParseError,
} from "#run/steps/metric-names.js";
import { tokenMetrics } from "#run/steps/reasoning-tokens.js";
import type { StepMetrics } from "#run/steps/results.js";
import { stepSeconds } from "#run/spend/training-time.js";

/** The figures of a step that rules, charts and sums use; a multi grader's step has hundreds more. */
const kept = new Set<string>([
  "step",
  "sampling_duration",
  "total_steps",
  "train_mean_reward",
  "full_valid_mean_reward",
  validParseError,
  unresponsiveRewards,
  ...tokenMetrics,
  "usage/samples/valid_reasoning_tokens_mean",
]);
const keptPattern = /\/valid_execution_latency_count$|^model_graders_token_usage\//;

function isKept(name: string): boolean {
  return (
    kept.has(name) || keptPattern.test(name) || isParseError(name, "train") || isGraderError(name, "train")
  );
}

/** A step without the figures nothing uses. */
export function slimStep(step: StepMetrics): StepMetrics {
  const seconds = stepSeconds(step);
  const { timestamp } = step;
  const figures: StepMetrics = {
    step: step.step,
    ...(seconds !== undefined && { total_duration: seconds }),
    // Where durations say less than the time between steps, the clock counts.
    ...(timestamp !== undefined && { timestamp }),
  };
  for (const [name, value] of Object.entries(step)) {
    if (isKept(name)) figures[name] = value;
  }
  return figures;
}

/** A run so far, reduced to what rules and charts need. */
export interface RunRecord {
  readonly steps: readonly StepMetrics[];
  readonly evaluations: readonly Evaluation[];
  /** Adds a step; replaces it if it is already there, since the newer report counts. */
  add(step: StepMetrics): void;
}

/** A record that starts with the given steps. */
export function createRunRecord(facts: RunFacts, known: readonly StepMetrics[] = []): RunRecord {
  const steps: StepMetrics[] = [...known];
  const evaluations = evaluationsOf(steps, facts);
  const replace = (step: StepMetrics) => {
    const others = steps.filter((one) => one.step !== step.step);
    steps.splice(0, steps.length, ...[...others, step].toSorted((a, b) => a.step - b.step));
    evaluations.splice(0, evaluations.length, ...evaluationsOf(steps, facts));
  };
  return {
    steps,
    evaluations,
    add(given) {
      const step = slimStep(given);
      if (step.step <= (steps.at(-1)?.step ?? -Infinity)) {
        replace(step);
        return;
      }
      steps.push(step);
      const last = evaluations.at(-1)?.step ?? -Infinity;
      const since = steps.findLastIndex((one) => one.step <= last) + 1;
      evaluations.push(...evaluationsOf(steps.slice(since), facts));
    },
  };
}
