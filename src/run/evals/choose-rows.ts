import { RftError } from "#errors.js";
import { meanOf } from "#figures/mean-of.js";
import type { EvalOutcome, EvaluationRun } from "./read-evaluation.js";

/** Which rows to show, and how many. */
export interface RowChoice {
  /** By score in the run that counts, lowest or highest first; or by how much it changed up to there. */
  order: "worst" | "top" | "changed";
  limit: number;
  /** The run that counts; the last of the runs if absent. */
  target?: EvaluationRun | undefined;
  /** Leaves out rows with the same score in the first run and the one that counts. */
  changedOnly: boolean;
  /** A single row, by its number, instead. */
  row?: number | undefined;
}

/** A row's outputs in one run. */
export interface RowRun {
  run: EvaluationRun;
  outcomes: EvalOutcome[];
  meanScore?: number;
}

/** A row over the runs, in order of steps. */
export interface RowHistory {
  /** From 1, in the service's order of rows. */
  row: number;
  runs: RowRun[];
  /** Mean score in the run that counts minus that in the first; absent if either has none, or they are the same. */
  change?: number;
}

/** Smaller differences are rounding errors of the sums. */
const least = 1e-9;

function groupByRow({ outcomes }: EvaluationRun): Map<string, EvalOutcome[]> {
  const groups = new Map<string, EvalOutcome[]>();
  for (const outcome of outcomes) {
    const group = groups.get(outcome.row);
    if (group) group.push(outcome);
    else groups.set(outcome.row, [outcome]);
  }
  return groups;
}

function rowRun(run: EvaluationRun, outcomes: EvalOutcome[]): RowRun {
  const meanScore = meanOf(outcomes.flatMap(({ score }) => (score === undefined ? [] : [score])));
  return { run, outcomes, ...(meanScore !== undefined && { meanScore }) };
}

/** What the row earned in the run that counts. */
function countingScore(runs: readonly RowRun[], { target }: RowChoice): number | undefined {
  return (target ? runs.find(({ run }) => run === target) : runs.at(-1))?.meanScore;
}

function changeOf(runs: readonly RowRun[], choice: RowChoice): number | undefined {
  const [first, last] = [runs[0]?.meanScore, countingScore(runs, choice)];
  return runs.length < 2 || first === undefined || last === undefined ? undefined : last - first;
}

/** Every row of the runs, in order of first appearance. */
function histories(runs: readonly EvaluationRun[], choice: RowChoice): RowHistory[] {
  const groups = runs.map((run) => ({ run, byRow: groupByRow(run) }));
  const keys = new Set(groups.flatMap(({ byRow }) => [...byRow.keys()]));
  const rows: RowHistory[] = [];
  for (const key of keys) {
    const inRuns = groups.flatMap(({ run, byRow }) => {
      const outcomes = byRow.get(key);
      return outcomes ? [rowRun(run, outcomes)] : [];
    });
    const change = changeOf(inRuns, choice);
    rows.push({ row: rows.length + 1, runs: inRuns, ...(change !== undefined && { change }) });
  }
  return rows;
}

/** The sort key of rows, smallest first. */
function rankOf({ runs, change }: RowHistory, choice: RowChoice): number {
  const { order, changedOnly } = choice;
  const last = countingScore(runs, choice);
  switch (order) {
    case "changed":
      return -Math.abs(change ?? 0);
    case "worst":
      return (changedOnly ? change : last) ?? Infinity;
    case "top":
      return -((changedOnly ? change : last) ?? -Infinity);
  }
}

/**
 * Chooses rows to show; ties keep the earlier row first. With `changedOnly`, `worst` and `top` are the rows that lost
 * and gained most.
 * @throws RftError `usage` for a row that does not exist.
 */
export function chooseRows(runs: readonly EvaluationRun[], choice: RowChoice): RowHistory[] {
  const rows = histories(runs, choice);
  if (choice.row !== undefined) {
    const found = rows[choice.row - 1];
    if (found) return [found];
    throw new RftError("usage", `there is no row ${choice.row} in these evaluations`, {
      hint: `Rows are counted from 1 to ${rows.length}, in the order in which the service lists them.`,
    });
  }
  const kept = choice.changedOnly ? rows.filter(({ change }) => Math.abs(change ?? 0) > least) : rows;
  return kept
    .toSorted((a, b) => rankOf(a, choice) - rankOf(b, choice) || a.row - b.row)
    .slice(0, choice.limit);
}
