import type { RunResult } from "#run/outcome/run-result.js";
import { inPieces } from "#report/text/in-pieces.js";

/**
 * A cell that no program misreads: quoted where needed, with an apostrophe before text that a spreadsheet would run as
 * a formula.
 */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function* lines(runs: readonly Pick<RunResult, "source" | "steps">[]): Generator<string> {
  const several = runs.length > 1;
  yield several ? "run,step,metric,value\n" : "step,metric,value\n";
  const names = new Map<string, string>();
  for (const { source, steps } of runs) {
    const run = several ? `${cell(source)},` : "";
    for (const step of steps) {
      const start = `${run}${step.step},`;
      let text = "";
      for (const metric in step) {
        if (metric === "step") continue;
        let name = names.get(metric);
        if (name === undefined) names.set(metric, (name = cell(metric)));
        text += `${start}${name},${cell(step[metric] ?? "")}\n`;
      }
      yield text;
    }
  }
}

/** Runs as tidy CSV, in pieces: one line per number, `step,metric,value`, preceded by `run` if there are several. */
export function tidyCsv(runs: readonly Pick<RunResult, "source" | "steps">[]): Generator<string> {
  return inPieces(lines(runs));
}
