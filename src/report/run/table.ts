import type { ChalkInstance } from "chalk";
import { didYouMean } from "../../closest-name.js";
import { RftError } from "../../errors.js";
import type { StepMetrics } from "../../job/results.js";
import type { RunReport } from "../../job/run-report.js";
import { printable } from "../printable.js";

/** What the table shows. */
export interface TableOptions {
  /** Metric names; the usual ones where absent. */
  columns?: readonly string[];
  /** Every so manieth step (5: steps 5, 10, ...), and the first and the last; all where absent. */
  every?: number;
}

const usual = [
  "train_mean_reward",
  "full_valid_mean_reward",
  "full_valid_mean_parse_error",
  "reasoning_tokens_mean",
  "total_duration",
];

/** All metrics that any step has, in the order of their first appearance. */
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
  runs: readonly Pick<RunReport, "steps">[],
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
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(5)));
}

function chosenSteps(steps: readonly StepMetrics[], every = 1): StepMetrics[] {
  return steps.filter(({ step }, index) => index === 0 || index === steps.length - 1 || step % every === 0);
}

/** The steps of a run as a table under the service's own names; the best step is marked. */
export function reportTable(run: RunReport, { columns, every }: TableOptions, style: ChalkInstance): string {
  const known = metricNames(run.steps);
  const common = usual.filter((name) => known.includes(name));
  const names = columns ?? (common.length > 0 ? common : known.slice(0, usual.length));
  const steps = chosenSteps(run.steps, every);
  const rows = steps.map((step) => [String(step.step), ...names.map((name) => cell(step[name]))]);
  const head = ["step", ...names.map(printable)];
  const widths = head.map((title, column) =>
    rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), title.length),
  );
  const line = (cells: readonly string[]) =>
    cells.map((text, column) => text.padStart(widths[column] ?? 0)).join("  ");
  const marked = rows.map((row, index) => {
    const mark = steps[index]?.step === run.best?.step ? style.green("  best") : "";
    return `  ${line(row)}${mark}\n`;
  });
  return `\n  ${style.dim(line(head))}\n${marked.join("")}`;
}
