import { RftError } from "../../errors.js";
import { compareRuns } from "../../job/compare-runs.js";
import { type ConditionOutcome, checkCondition, parseFailCondition } from "../../job/fail-condition.js";
import type { RunReport } from "../../job/run-report.js";
import { jsonDocument } from "../../report/json-document.js";
import { reportConditions } from "../../report/run/conditions.js";
import { type RunView, reportRuns } from "../../report/run/report-run.js";
import { runsJson } from "../../report/run/runs-json.js";
import { checkColumns } from "../../report/run/table.js";
import { tidyCsv } from "../../report/tidy-csv.js";
import type { Context } from "../context.js";
import { defineCommand } from "../define-command.js";
import { ExitCode } from "../exit-code.js";
import { readRuns } from "../read-runs.js";
import { redrawRuns } from "../redraw-runs.js";
import { openRunOutput } from "../run-output.js";
import { type HtmlOptions, writeHtmlReport } from "../write-html-report.js";

interface Options extends HtmlOptions {
  table?: boolean;
  columns?: string[];
  every?: number;
  csv?: string;
  failIf?: string[];
  watch?: boolean;
  interval: number;
}

function viewOf({ table, columns, every }: Options, { stdout, style }: Context): RunView {
  const wantsTable = table === true || columns !== undefined || every !== undefined;
  return {
    width: Math.min(120, Math.max(40, stdout.columns ?? 80)),
    style,
    ...(wantsTable && { table: { ...(columns && { columns }), ...(every !== undefined && { every }) } }),
  };
}

async function writeCsv(path: string, runs: readonly RunReport[], force: boolean, context: Context) {
  if (path === "-") {
    for (const part of tidyCsv(runs)) {
      context.stdout.write(part);
      await context.stdout.drained();
    }
    return;
  }
  const output = await openRunOutput(path, { runs, force }, context);
  try {
    for (const part of tidyCsv(runs)) await output.write(part);
    await output.commit();
  } finally {
    await output.discard();
  }
  context.hint(`written: ${path}`);
}

function showJson(runs: readonly RunReport[], conditions: readonly ConditionOutcome[]): string {
  const comparison = runs.length > 1 ? { comparison: compareRuns(runs) } : {};
  return jsonDocument("metrics", {
    runs: runs.map(runsJson),
    ...comparison,
    ...(conditions.length > 0 && { conditions }),
  });
}

function refuseWatch({ watch, csv }: Options, { json }: Context): void {
  if (watch !== true || (!json && csv !== "-")) return;
  throw new RftError("usage", "--watch redraws for a person: it goes with neither --json nor --csv -", {
    hint: "For a stream of JSON lines: rft watch <job> --json.",
  });
}

/** `rft metrics <sources...>` */
export const run = defineCommand<[string[]], Options>("metrics", async (context, [sources], options) => {
  refuseWatch(options, context);
  const conditions = (options.failIf ?? []).map(parseFailCondition);
  const view = viewOf(options, context);
  const draw = (runs: readonly RunReport[]) => {
    checkColumns(runs, options.columns);
    return reportRuns(runs, view);
  };
  const runs =
    options.watch === true
      ? await redrawRuns(context, { sources, interval: options.interval, draw })
      : await readRuns(sources, context);
  const outcomes = runs.flatMap((one) => conditions.map((condition) => checkCondition(condition, one)));
  if (options.csv !== undefined) await writeCsv(options.csv, runs, options.force === true, context);
  if (options.html !== undefined) await writeHtmlReport(options.html, runs, options, context);
  if (context.json) context.stdout.write(showJson(runs, outcomes));
  else if (options.csv !== "-") {
    if (options.watch !== true) context.stdout.write(draw(runs));
    context.stdout.write(reportConditions(outcomes, context.style));
  }
  return outcomes.some(({ fails }) => fails) ? ExitCode.no : ExitCode.ok;
});
