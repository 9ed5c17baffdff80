import type { RuleSet } from "#rules/rule-set.js";
import type { JobRecord, State } from "#emulator/state/state.js";
import { illnessOf } from "./illness.js";
import { type ValidationAnswer, answerValidation } from "./run-step.js";
import { type Task, loadTask } from "./task.js";

/** What it takes to redraw evaluations, besides the jobs. */
export interface ReplayParts {
  rules: RuleSet;
  /** The path of an upload's bytes. */
  contentPath: (fileId: string) => string;
}

/** An answer of an evaluation, and whether its score passes. */
export interface EvaluatedAnswer extends ValidationAnswer {
  passed: boolean;
}

/** The answers of a job's evaluation after a step; undefined where the step has none or its data is gone. */
export type EvaluationReplay = (
  job: JobRecord,
  step: number,
  state: State,
) => Promise<EvaluatedAnswer[] | undefined>;

/** The lowest score that passes. Recorded for score_model: 0 where none is given. */
function thresholdOf({ grader }: JobRecord, { rater }: Task): number {
  const { pass_threshold: threshold, type } = grader;
  if (typeof threshold === "number") return threshold;
  return type === "score_model" ? 0 : rater.highest / 2;
}

/**
 * Redraws the answers of an evaluation: they are not stored, because their step's policy determines them. Caches the
 * last evaluation, because clients read it page by page.
 */
export function createEvaluationReplay({ rules, contentPath }: ReplayParts): EvaluationReplay {
  let last: { key: string; answers: EvaluatedAnswer[] } | undefined;

  return async (job, step, { files }) => {
    const policy = job.steps.find((one) => one.step === step)?.policy;
    const [train, valid] = [files.get(job.trainingFile), files.get(job.validationFile)];
    if (!policy || !train || !valid) return undefined;
    const key = `${job.id} ${step}`;
    if (last?.key !== key) {
      const task = await loadTask({ job, train, valid, rules, contentPath });
      const { hyperparameters, totalSteps } = job;
      const illness = illnessOf(job.metadata) ?? "healthy";
      const answers = answerValidation({ task, hyperparameters, policy, step, totalSteps, illness });
      const threshold = thresholdOf(job, task);
      last = {
        key,
        answers: answers.map((answer) => Object.assign(answer, { passed: answer.reward >= threshold })),
      };
    }
    return last.answers;
  };
}
