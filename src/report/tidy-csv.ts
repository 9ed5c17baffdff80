import type { RunReport } from "../job/run-report.js";

/**
 * A cell that no program takes for anything else: quoted where it must be, and with an apostrophe before a text that
 * a spreadsheet would run as a formula.
 */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Runs as tidy data, in parts: a line for each number, `step,metric,value`; with a column `run` where there are several. */
export function* tidyCsv(runs: readonly Pick<RunReport, "source" | "steps">[]): Generator<string> {
  const several = runs.length > 1;
  yield several ? "run,step,metric,value\n" : "step,metric,value\n";
  for (const { source, steps } of runs) {
    const run = several ? `${cell(source)},` : "";
    for (const { step, ...metrics } of steps) {
      let lines = "";
      for (const [metric, value] of Object.entries(metrics))
        lines += `${run}${step},${cell(metric)},${cell(value)}\n`;
      yield lines;
    }
  }
}
