import type { ChalkInstance } from "chalk";
import { didYouMean } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { printable } from "#words/printable.js";
import { significant } from "#words/quantities.js";

/** What the table shows, and how wide it may be. */
export interface TableOptions {
  width?: number;
  /** Metric names; the usual ones if absent. */
  columns?: readonly string[];
  /** Every nth step (5: steps 5, 10, ...), plus the first, the best and the last; all if absent. */
  every?: number;
}

const usual = [
  "train_mean_reward",
  "full_valid_mean_reward",
  "full_valid_mean_parse_error",
  "reasoning_tokens_mean",
  "total_duration",
];

const bestMark = "  best";
/** Width of a broken column head, where the whole name does not fit: `full_valid_`, `mean_reward`. */
const headWidth = 12;

function highest(lengths: readonly number[]): number {
  return lengths.reduce((most, length) => Math.max(most, length), 0);
}

/** All metrics that any step has, in order of first appearance. */
export function metricNames(steps: readonly StepMetrics[]): string[] {
  const names = new Set<string>();
  for (const step of steps) for (const name in step) if (name !== "step") names.add(name);
  return [...names];
}

/**
 * Refuses a column that no step of any run has.
 * @throws RftError `usage` with the nearest name
 */
export function checkColumns(
  runs: readonly Pick<RunResult, "steps">[],
  columns: readonly string[] = [],
): void {
  const known = new Set(runs.flatMap(({ steps }) => metricNames(steps)));
  const unknown = columns.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new RftError("usage", `no step has a metric "${unknown}"`, {
    hint: didYouMean(unknown, [...known]) ?? `There are ${[...known].slice(0, 8).join(", ")}, ...`,
  });
}

function cell(value: number | string | undefined): string {
  if (typeof value !== "number") return printable(value ?? "");
  return Number.isInteger(value) ? String(value) : significant(value, 5);
}

function chosenSteps({ steps, best }: RunResult, every = 1): StepMetrics[] {
  return steps.filter(
    ({ step }, index) =>
      index === 0 || index === steps.length - 1 || step % every === 0 || step === best?.step,
  );
}

/** A metric's name on lines of at most `width` characters if it can be broken after `_`, `/` or a space. */
function headLines(name: string, width: number): string[] {
  const lines = [""];
  for (const part of name.match(/[^_/ ]*[_/ ]|[^_/ ]+$/g) ?? [name]) {
    const line = lines.at(-1) ?? "";
    if (line === "" || line.length + part.length <= width) lines[lines.length - 1] = line + part;
    else lines.push(part);
  }
  return lines;
}

/** The lines of each column's head: one line if the table has room, else about as narrow as the numbers below. */
function headsOf(names: readonly string[], rows: readonly (readonly string[])[], width: number): string[][] {
  const numbers = names.map((_, column) => highest(rows.map((row) => row[column]?.length ?? 0)));
  const whole = names.reduce((sum, name, column) => sum + 2 + Math.max(name.length, numbers[column] ?? 0), 0);
  const room = bestMark.length + whole <= width ? Infinity : headWidth;
  return names.map((name, column) => headLines(name, Math.max(room, numbers[column] ?? 0)));
}

/** A run's steps as a table under the service's own metric names; the best step is marked. */
export function reportTable(
  run: RunResult,
  { columns, every, width = Infinity }: TableOptions,
  style: ChalkInstance,
): string {
  const known = metricNames(run.steps);
  const common = usual.filter((name) => known.includes(name));
  const names = columns ?? (common.length > 0 ? common : known.slice(0, usual.length));
  const steps = chosenSteps(run, every);
  const rows = steps.map((step) => [String(step.step), ...names.map((name) => cell(step[name]))]);
  const heads = headsOf(["step", ...names.map(printable)], rows, width);
  const widths = heads.map((lines, column) =>
    highest([...lines.map(({ length }) => length), ...rows.map((row) => row[column]?.length ?? 0)]),
  );
  const line = (cells: readonly string[]) =>
    cells.map((text, column) => text.padStart(widths[column] ?? 0)).join("  ");
  const height = highest(heads.map(({ length }) => length));
  const headRows = Array.from({ length: height }, (_, row) =>
    line(heads.map((lines) => lines[row - height + lines.length] ?? "")).trimEnd(),
  );
  const marked = rows.map((row, index) => {
    const mark = steps[index]?.step === run.best?.step ? style.green(bestMark) : "";
    return `  ${line(row)}${mark}\n`;
  });
  return `\n${headRows.map((row) => `  ${style.dim(row)}\n`).join("")}${marked.join("")}`;
}
