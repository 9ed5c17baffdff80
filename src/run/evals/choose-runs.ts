import { RftError, StateError } from "#errors.js";
import { type EvaluationRun, type JobEvaluation, bestRun } from "./read-evaluation.js";

/** How a user names a run: by step number, otherwise by name. */
export function runLabel({ step, name }: EvaluationRun): string {
  return step === undefined ? name : `step ${step}`;
}

/** True if a run has outputs to show. */
function isReadable({ samples }: EvaluationRun): boolean {
  return samples > 0;
}

function nothingYet({ job, runs }: JobEvaluation): StateError {
  const [first] = runs;
  return new StateError(
    `no evaluation of ${job.id} has outputs yet: ${first ? `${runLabel(first)} is ${first.status}` : "none has begun"}`,
    {
      hint: `Ask again when it is done, or follow the job: rft watch ${job.id}`,
    },
  );
}

function findRun(evaluation: JobEvaluation, word: string): EvaluationRun | undefined {
  const readable = evaluation.runs.filter(isReadable);
  switch (word) {
    case "first":
      return readable[0];
    case "last":
      return readable.at(-1);
    case "best":
      return bestRun(readable) ?? readable.at(-1);
    default:
      return evaluation.runs.find(({ step }) => step === Number(word));
  }
}

/**
 * The runs that words name (`first`, `best`, `last`, a step's number), each once, in step order.
 * @throws RftError `usage` for a step that was not evaluated; StateError if a named run has no outputs yet.
 */
export function chooseRuns(evaluation: JobEvaluation, words: readonly string[]): EvaluationRun[] {
  const { job, runs } = evaluation;
  if (!runs.some(isReadable)) throw nothingYet(evaluation);
  const chosen = new Set<EvaluationRun>();
  for (const word of words) {
    const run = findRun(evaluation, word);
    if (!run) {
      const steps = runs.flatMap(({ step }) => (step === undefined ? [] : [step]));
      throw new RftError("usage", `${job.id} has no evaluation of step ${word}`, {
        hint: `Take first, best, last or one of ${steps.join(", ")}.`,
      });
    }
    if (!isReadable(run)) {
      throw new StateError(`the evaluation of ${runLabel(run)} is ${run.status} and has no outputs`, {
        hint: "Leave that step out, or ask again when it is done.",
      });
    }
    chosen.add(run);
  }
  return runs.filter((run) => chosen.has(run));
}
