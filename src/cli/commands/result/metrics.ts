import { resolve } from "node:path";
import { RftError } from "#errors.js";
import { compareRuns } from "#run/outcome/compare-runs.js";
import { checkCondition, parseFailCondition } from "#run/outcome/fail-condition.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { canPair, pairRun } from "#run/read/pair-run.js";
import { reportConditions } from "#report/run/conditions.js";
import { metricsDocument } from "#report/run/metrics-document.js";
import { type RunView, reportRuns } from "#report/run/report-run.js";
import { checkColumns } from "#report/run/table.js";
import { tidyCsv } from "#report/run/tidy-csv.js";
import { printable } from "#words/printable.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";
import { readRuns } from "#cli/subject/read-runs.js";
import { redrawRuns } from "./redraw-runs.js";
import { openRunOutput } from "./run-output.js";
import { writeHtmlReport } from "./write-html-report.js";

type Options = OptionsOf<"metrics">;

function viewOf({ table, columns, every }: Options, { stdout, style }: Context): RunView {
  const wantsTable = table === true || columns !== undefined || every !== undefined;
  return {
    width: Math.min(120, Math.max(40, stdout.columns ?? 80)),
    style,
    ...(wantsTable && { table: { ...(columns && { columns }), ...(every !== undefined && { every }) } }),
  };
}

async function print(pieces: Iterable<string>, { stdout }: Context): Promise<void> {
  for (const piece of pieces) {
    if (stdout.closed) return;
    stdout.write(piece);
    await stdout.drained();
  }
}

async function writeCsv(path: string, runs: readonly RunResult[], force: boolean, context: Context) {
  if (path === "-") return print(tidyCsv(runs), context);
  const output = await openRunOutput(path, { runs, force }, context);
  try {
    for (const part of tidyCsv(runs)) await output.write(part);
    await output.commit();
  } finally {
    await output.discard();
  }
  context.hint(`written: ${path}`);
}

/** @throws RftError `usage` if two results would go to the same place, or if --watch should write data */
function refuseTwo({ watch, csv, html }: Options, { json, cwd }: Context): void {
  if (csv !== undefined && html !== undefined && resolve(cwd, csv) === resolve(cwd, html)) {
    throw new RftError("usage", `--csv and --html would both write ${html}`, { hint: "Name two files." });
  }
  if (json && csv === "-") {
    throw new RftError("usage", "--json and --csv - would both write to standard output", {
      hint: "Name a file: --csv runs.csv.",
    });
  }
  if (watch !== true || (!json && csv !== "-")) return;
  throw new RftError("usage", "--watch redraws for a person: it goes with neither --json nor --csv -", {
    hint: "For a stream of JSON lines: rft watch <job> --json.",
  });
}

/** Jobs with the difference of their recommended and best step row by row; it takes the outputs of two evaluations. */
async function pairRuns(runs: RunResult[], { outputs }: Options, context: Context): Promise<RunResult[]> {
  if (!outputs || !runs.some(canPair)) return runs;
  const api = await context.openApi();
  const paired: RunResult[] = [];
  for (const run of runs) {
    if (canPair(run))
      await context.progress.step(`Comparing two evaluations of ${printable(run.source)} row by row`);
    paired.push(await pairRun(api, run));
  }
  context.progress.done();
  return paired;
}

/** `rft metrics <sources...>` */
export const run = defineCommand("metrics", async (context, [sources], options) => {
  refuseTwo(options, context);
  const conditions = (options.failIf ?? []).map(parseFailCondition);
  const view = viewOf(options, context);
  const draw = (runs: readonly RunResult[]) => {
    checkColumns(runs, options.columns);
    return reportRuns(runs, view);
  };
  const runs =
    options.watch === true
      ? await redrawRuns(context, { sources, interval: options.interval, draw })
      : await pairRuns(await readRuns(sources, context), options, context);
  const outcomes = runs.flatMap((one) => conditions.map((condition) => checkCondition(condition, one)));
  if (options.csv !== undefined) await writeCsv(options.csv, runs, options.force === true, context);
  if (options.html !== undefined) await writeHtmlReport(options.html, runs, options, context);
  const comparison = runs.length > 1 ? { comparison: compareRuns(runs) } : {};
  if (context.json) await print(metricsDocument({ runs, ...comparison, conditions: outcomes }), context);
  else if (options.csv !== "-") {
    if (options.watch !== true) context.stdout.write(draw(runs));
    context.stdout.write(reportConditions(outcomes, context.style));
  }
  return outcomes.some(({ fails }) => fails) ? ExitCode.no : ExitCode.ok;
});
