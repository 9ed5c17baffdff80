import type { ChalkInstance } from "chalk";
import type { RunResult } from "#run/outcome/run-result.js";
import { reportComparison } from "./comparison.js";
import { reportCurves } from "./curves.js";
import { reportDeployment } from "./report-deployment.js";
import { reportDiagnosis } from "./report-diagnosis.js";
import { reportSummary } from "./summary.js";
import { type TableOptions, reportTable } from "./table.js";

/** How a run is shown. */
export interface RunView {
  /** Characters of a line. */
  width: number;
  style: ChalkInstance;
  /** Set to show the steps as a table instead of curves. */
  table?: TableOptions;
}

/** A run for a person: the summary, curves or table, the diagnosis, how to deploy it. */
export function reportRun(run: RunResult, { width, style, table }: RunView): string {
  return (
    reportSummary(run, width, style) +
    (table ? reportTable(run, { ...table, width }, style) : reportCurves(run, width, style)) +
    reportDiagnosis(run, width, style) +
    reportDeployment(run, width, style)
  );
}

/** Runs for a person: a single run in full; several in a few lines each, then side by side. */
export function reportRuns(runs: readonly RunResult[], view: RunView): string {
  const [only] = runs;
  if (only && runs.length === 1) return reportRun(only, view);
  const { width, style, table } = view;
  const parts = runs.map(
    (run) =>
      reportSummary(run, width, style) +
      (table ? reportTable(run, { ...table, width }, style) : "") +
      reportDiagnosis(run, width, style),
  );
  return `${parts.join("\n")}\n${reportComparison(runs, width, style)}`;
}
