import { writeResults } from "#emulator/api/results-csv.js";
import { type Illness, delayOf } from "#emulator/simulate/illness.js";
import { initialPolicy } from "#emulator/simulate/policy.js";
import { createRater } from "#emulator/simulate/rate-answer.js";
import { createRandom } from "#emulator/simulate/random.js";
import { runStep } from "#emulator/simulate/run-step.js";
import { isEvaluated, planDurations, totalSeconds } from "#emulator/simulate/schedule.js";
import type { Prompt, Task } from "#emulator/simulate/task.js";
import type { Hyperparameters, StepRecord } from "#emulator/state/state.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { type StepMetrics, parseResults } from "#run/steps/results.js";

/** A run to be simulated in this process, without files and HTTP. */
export interface SimulatedRun {
  illness: Illness;
  seed: number;
  steps?: number;
  grader?: GraderConfig;
}

const exact: GraderConfig = {
  type: "string_check",
  name: "exact",
  operation: "eq",
  input: "{{sample.output_text}}",
  reference: "{{item.answer}}",
};

const hyperparameters: Hyperparameters = {
  eval_interval: 5,
  eval_samples: 3,
  compute_multiplier: 1,
  reasoning_effort: "medium",
  n_epochs: 1,
  batch_size: 8,
  learning_rate_multiplier: 1,
};

function prompts(role: string, seed: number, count: number): Prompt[] {
  return Array.from({ length: count }, (_, index) => {
    const gold = String(index + 17);
    const difficulty = 0.7 * createRandom(seed, role, "difficulty", index).normal();
    return { item: { answer: gold }, gold, question: `What is ${index} plus 17?`, difficulty };
  });
}

/** The result file of a simulated run, as the emulator serves it: 50 validation rows, 3 answers each. */
export function simulateResults({ illness, seed, steps = 40, grader = exact }: SimulatedRun): string {
  const key = `run ${seed}`;
  const task: Task = {
    key,
    train: prompts("training", seed, steps * hyperparameters.batch_size),
    valid: prompts("validation", seed, 50),
    rater: createRater({ config: grader, defaultName: "grader", hasResponseFormat: false }),
    hasResponseFormat: false,
  };
  const records: StepRecord[] = [];
  let policy = initialPolicy;
  let finishedAt = 1_700_000_000;
  for (let step = 1; step <= steps; step++) {
    const {
      policy: next,
      train,
      valid,
    } = runStep({ task, hyperparameters, policy, step, totalSteps: steps, illness });
    policy = next;
    const validationSamples = isEvaluated(step, steps, hyperparameters) ? 150 : 0;
    const delay = delayOf(illness, { step, totalSteps: steps });
    const durations = planDurations({ key, step, validationSamples, delay });
    finishedAt += totalSeconds(durations);
    records.push({ step, finishedAt, train, ...(valid && { valid }), durations });
  }
  return writeResults({ steps: records });
}

/** The same, read. */
export function simulateRun(run: SimulatedRun): StepMetrics[] {
  return parseResults(simulateResults(run)).steps;
}
