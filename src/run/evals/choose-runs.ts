import { RftError, StateError } from "#errors.js";
import { type EvaluationRun, type JobEvaluation, bestRun } from "./read-evaluation.js";

/** What a run is named by. */
type RunName = Pick<EvaluationRun, "name" | "step" | "resultStep">;

/** How people name a run: by its step in the results, as `rft metrics` does, otherwise by name. */
export function runLabel({ step, resultStep = step, name }: RunName): string {
  return resultStep === undefined ? name : `step ${resultStep}`;
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

/** The run of a step by the results' count, or else by the service's own. */
function findStep(runs: readonly EvaluationRun[], wanted: number): EvaluationRun | undefined {
  return runs.find(({ resultStep }) => resultStep === wanted) ?? runs.find(({ step }) => step === wanted);
}

function findRun(
  evaluation: JobEvaluation,
  word: string,
  recommended: number | undefined,
): EvaluationRun | undefined {
  const readable = evaluation.runs.filter(isReadable);
  switch (word) {
    case "first":
      return readable[0];
    case "last":
      return readable.at(-1);
    case "best":
      return bestRun(readable) ?? readable.at(-1);
    case "recommended":
      return recommended === undefined ? undefined : findStep(evaluation.runs, recommended);
    default:
      return findStep(evaluation.runs, Number(word));
  }
}

function notRecommended(jobId: string, step: number | undefined): StateError {
  const why =
    step === undefined
      ? "no step is recommended: too few evaluations, or their noise is unknown"
      : `the recommended step ${step} has no evaluation`;
  return new StateError(`${jobId}: ${why}`, { hint: `See rft metrics ${jobId}, or take best.` });
}

/**
 * The runs that words name (`first`, `best`, `last`, `recommended`, a step's number), each once, in step order.
 * @param recommended the recommended step by the results' count; undefined if there is none
 * @throws RftError `usage` for a step that was not evaluated; StateError if a named run has no outputs yet.
 */
export function chooseRuns(
  evaluation: JobEvaluation,
  words: readonly string[],
  recommended?: number,
): EvaluationRun[] {
  const { job, runs } = evaluation;
  if (!runs.some(isReadable)) throw nothingYet(evaluation);
  const chosen = new Set<EvaluationRun>();
  for (const word of words) {
    const run = findRun(evaluation, word, recommended);
    if (!run && word === "recommended") throw notRecommended(job.id, recommended);
    if (!run) {
      const steps = runs.flatMap(({ resultStep: step }) => (step === undefined ? [] : [step]));
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
