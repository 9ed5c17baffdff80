import type { RuleSet } from "#rules/rule-set.js";
import type { JobRecord, State } from "#emulator/state/state.js";
import { illnessOf } from "./illness.js";
import { type ValidationAnswer, answerValidation } from "./run-step.js";
import { type Task, loadTask } from "./task.js";

/** What evaluations are drawn again from, beside the jobs. */
export interface ReplayParts {
  rules: RuleSet;
  /** Where the bytes of an upload stand. */
  contentPath: (fileId: string) => string;
}

/** An answer of an evaluation, and whether its score passes. */
export interface EvaluatedAnswer extends ValidationAnswer {
  passed: boolean;
}

/** The answers of a job's evaluation after a step; undefined where it has none, or its data is gone. */
export type EvaluationReplay = (
  job: JobRecord,
  step: number,
  state: State,
) => Promise<EvaluatedAnswer[] | undefined>;

/** The score from which an answer passes. Recorded for score_model: 0 where none is named. */
function thresholdOf({ grader }: JobRecord, { rater }: Task): number {
  const { pass_threshold: threshold, type } = grader;
  if (typeof threshold === "number") return threshold;
  return type === "score_model" ? 0 : rater.highest / 2;
}

/**
 * Draws the answers of an evaluation again: they are not kept, for they follow from the policy of their step. The
 * last one asked for stays at hand, because it is read page by page.
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
