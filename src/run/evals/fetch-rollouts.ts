import type { JsonObject } from "#json/json-value.js";
import type { FineTuningApi } from "#service/api.js";
import type { RowChoice, RowHistory, RowRun } from "./choose-rows.js";
import type { EvalOutcome } from "./read-evaluation.js";
import { type Rollout, readRollout, referenceOf } from "./read-rollout.js";

/** One output of a row at a step, chosen from all it has there. */
export interface StepRollout extends Rollout {
  run: string;
  step?: number;
  /** The same step in the results and in `rft metrics`. */
  resultStep?: number;
  /** The scores of all the row's outputs at this step, in order; null for one without a score. */
  scores: (number | null)[];
  meanScore?: number;
}

/** A row with one output from each run. */
export interface RowRollouts {
  /** From 1, in the service's order of rows. */
  row: number;
  change?: number;
  /** The row's fields besides the model's input, as the first of the steps has them; absent if there are none. */
  reference?: JsonObject;
  steps: StepRollout[];
}

/** A step's output, and the row it answers. */
interface ReadStep {
  step: StepRollout;
  reference: JsonObject | undefined;
}

/** Picks the output to show: the one with the lowest score, the highest, or the first. */
function representative(
  outcomes: readonly EvalOutcome[],
  order: RowChoice["order"],
): EvalOutcome | undefined {
  if (order === "changed") return outcomes[0];
  const sign = order === "worst" ? 1 : -1;
  const rank = ({ score }: EvalOutcome) => (score === undefined ? Infinity : sign * score);
  let chosen: EvalOutcome | undefined;
  for (const outcome of outcomes) if (!chosen || rank(outcome) < rank(chosen)) chosen = outcome;
  return chosen;
}

/** Fetches the texts of the chosen rows: one request per row and run. */
export async function fetchRollouts(
  api: FineTuningApi,
  evalId: string,
  histories: readonly RowHistory[],
  order: RowChoice["order"],
): Promise<RowRollouts[]> {
  const readStep = async ({ run, outcomes, meanScore }: RowRun): Promise<ReadStep[]> => {
    const outcome = representative(outcomes, order);
    if (!outcome) return [];
    const item = await api.getEvalOutputItem(evalId, run.id, outcome.itemId);
    const step: StepRollout = {
      run: run.name,
      ...(run.step !== undefined && { step: run.step }),
      ...(run.resultStep !== undefined && { resultStep: run.resultStep }),
      ...readRollout(item),
      scores: outcomes.map(({ score }) => score ?? null),
      ...(meanScore !== undefined && { meanScore }),
    };
    return [{ step, reference: referenceOf(item) }];
  };
  const rows: RowRollouts[] = [];
  for (const { row, change, runs } of histories) {
    const read = (await Promise.all(runs.map(readStep))).flat();
    const [first] = read;
    rows.push({
      row,
      ...(change !== undefined && { change }),
      ...(first?.reference && { reference: first.reference }),
      steps: read.map(({ step }) => step),
    });
  }
  return rows;
}
