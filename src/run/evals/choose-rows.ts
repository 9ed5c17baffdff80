import { RftError } from "#errors.js";
import { meanOf } from "#figures/mean-of.js";
import type { EvalOutcome, EvaluationRun } from "./read-evaluation.js";

/** Which rows to show, and how many. */
export interface RowChoice {
  /** By their score at the last of the runs: the lowest first, the highest first; by how much it has changed. */
  order: "worst" | "top" | "changed";
  limit: number;
  /** Leaves out the rows whose score is the same in the first and the last of the runs. */
  changedOnly: boolean;
  /** One row by its number instead. */
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
  /** From 1, in the order in which the service lists rows. */
  row: number;
  runs: RowRun[];
  /** Mean score in the last run less that in the first; absent where either has none, or there is one run only. */
  change?: number;
}

/** Differences below this come from adding up. */
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

function changeOf(runs: readonly RowRun[]): number | undefined {
  const [first, last] = [runs[0]?.meanScore, runs.at(-1)?.meanScore];
  return runs.length < 2 || first === undefined || last === undefined ? undefined : last - first;
}

/** Every row of the runs, in the order of its first appearance. */
function histories(runs: readonly EvaluationRun[]): RowHistory[] {
  const groups = runs.map((run) => ({ run, byRow: groupByRow(run) }));
  const keys = new Set(groups.flatMap(({ byRow }) => [...byRow.keys()]));
  const rows: RowHistory[] = [];
  for (const key of keys) {
    const inRuns = groups.flatMap(({ run, byRow }) => {
      const outcomes = byRow.get(key);
      return outcomes ? [rowRun(run, outcomes)] : [];
    });
    const change = changeOf(inRuns);
    rows.push({ row: rows.length + 1, runs: inRuns, ...(change !== undefined && { change }) });
  }
  return rows;
}

/** What rows are sorted by, the smallest first. */
function rankOf({ runs, change }: RowHistory, { order, changedOnly }: RowChoice): number {
  const last = runs.at(-1)?.meanScore;
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
 * Chooses rows to be looked at; among equals the earlier row comes first. `worst` and `top` of the changed rows are
 * those that have lost and gained most.
 * @throws RftError `usage` for a row that there is not.
 */
export function chooseRows(runs: readonly EvaluationRun[], choice: RowChoice): RowHistory[] {
  const rows = histories(runs);
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
