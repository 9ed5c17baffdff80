import { RftError } from "#errors.js";
import type { FineTuningApi } from "#service/api.js";
import { pairSteps } from "#run/evals/pair-steps.js";
import { pairedDifference } from "#run/outcome/paired-difference.js";
import type { RunResult } from "#run/outcome/run-result.js";

/** True if a run's recommended and best step differ and the service has evaluated them row by row. */
export function canPair({ job, best, recommended }: RunResult): boolean {
  return (job?.eval ?? "") !== "" && recommended !== undefined && recommended.step !== best?.step;
}

/**
 * The run with the difference of its recommended and its best step over the same rows, from the service's evaluations of
 * these two steps. Where they cannot be read, the run with a note that says why.
 * @throws RftError `interrupted`
 */
export async function pairRun(api: FineTuningApi, run: RunResult): Promise<RunResult> {
  const { job, best, recommended } = run;
  if (!canPair(run) || !job?.eval || !best || !recommended) return run;
  const withNote = (reason: string): RunResult => ({
    ...run,
    notes: [
      ...run.notes,
      `steps ${recommended.step} and ${best.step} could not be compared row by row: ${reason}`,
    ],
  });
  try {
    const rows = await pairSteps(api, job.eval, [recommended.step, best.step]);
    const paired = pairedDifference(rows.map(([one, other]) => ({ recommended: one, best: other })));
    return paired
      ? { ...run, recommended: { ...recommended, paired } }
      : withNote(
          rows.length === 0 ? "their evaluations share no row" : "their evaluations share only one row",
        );
  } catch (error) {
    if (!(error instanceof RftError) || error.code === "interrupted") throw error;
    return withNote(error.message);
  }
}
