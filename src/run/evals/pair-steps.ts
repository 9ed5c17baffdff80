import { StateError } from "#errors.js";
import { meanOf } from "#figures/mean-of.js";
import { allPages } from "#service/all-pages.js";
import type { EvalRun, FineTuningApi } from "#service/api.js";
import { grouped } from "#words/quantities.js";
import { type EvaluationRun, readEvaluationRuns, stepOf } from "./read-evaluation.js";
import { isRunOfStep } from "./step-names.js";

/** More outputs than this take too many requests, of a hundred outputs each, for one figure. */
const mostOutputs = 2000;

/** A row's mean scores at the steps asked for, in their order. */
export type RowMeans = readonly [number, number];

function refuse(what: string): StateError {
  return new StateError(what, { hint: "Its evaluations: rft evals." });
}

function meansByRow({ outcomes }: EvaluationRun): Map<string, number> {
  const scores = new Map<string, number[]>();
  for (const { row, score } of outcomes) {
    if (score === undefined) continue;
    const known = scores.get(row);
    if (known) known.push(score);
    else scores.set(row, [score]);
  }
  return new Map([...scores].map(([row, all]) => [row, meanOf(all) ?? 0]));
}

/** The run of a step of the results. */
function runOf(runs: readonly EvalRun[], step: number): EvalRun {
  const steps = runs.map((run) => stepOf(run).step);
  const found = runs.find((run) => isRunOfStep(stepOf(run).step, step, steps));
  if (!found) throw refuse(`the service lists no evaluation of step ${step}`);
  if (found.status !== "completed") throw refuse(`the evaluation of step ${step} is ${found.status}`);
  const total = found.result_counts?.total ?? 0;
  if (total > mostOutputs)
    throw refuse(
      `the evaluation of step ${step} has ${grouped(total)} outputs, more than the ${grouped(mostOutputs)} that are read`,
    );
  return found;
}

/**
 * The rows that the evaluations of two steps share, with their mean scores in each. Reads the list of runs and the
 * outputs of these two, a hundred a request.
 * @throws StateError if a step has no completed evaluation, or too many outputs; what the service throws
 */
export async function pairSteps(
  api: FineTuningApi,
  evalId: string,
  steps: readonly [number, number],
): Promise<RowMeans[]> {
  const listed: EvalRun[] = [];
  for await (const run of allPages((query) => api.listEvalRuns(evalId, query))) listed.push(run);
  const chosen = steps.map((step) => runOf(listed, step));
  const [one, other] = (await readEvaluationRuns(api, evalId, chosen)).map(meansByRow);
  return [...(one ?? [])].flatMap(([row, mean]) => {
    const second = other?.get(row);
    return second === undefined ? [] : [[mean, second] as const];
  });
}
