import { RftError } from "#errors.js";
import { chooseRows } from "#run/evals/choose-rows.js";
import { chooseRuns, runLabel } from "#run/evals/choose-runs.js";
import { type JobEvaluation, readEvaluation } from "#run/evals/read-evaluation.js";
import { fetchRollouts } from "#run/evals/fetch-rollouts.js";
import type { RunResult } from "#run/outcome/run-result.js";
import type { ReportedRun } from "#report/html/html-report.js";
import type { ReportedEvaluation } from "#report/html/outputs-section.js";
import { printable } from "#words/printable.js";
import { count } from "#words/quantities.js";
import type { Context } from "#cli/frame/context.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { openRunOutput } from "./run-output.js";
import { version } from "#cli/host/version.js";

/** How many rows of a job's evaluations are shown. */
const shownRows = 8;

/** True if the recommended step has outputs to compare with the first evaluation's. */
function canRecommend({ runs }: JobEvaluation, { recommended }: RunResult): boolean {
  const [first] = runs;
  const run = runs.find(({ resultStep }) => resultStep !== undefined && resultStep === recommended?.step);
  return run !== undefined && run !== first && run.samples > 0;
}

/**
 * The rows that changed most from the first evaluation to the recommended one, at these steps and the last; if none did,
 * those paid most at the recommended one. Without a recommended step the last takes its place.
 */
async function readOutputs(jobId: string, report: RunResult, context: Context): Promise<ReportedEvaluation> {
  const api = await context.openApi();
  await context.progress.step(`Reading the evaluations of ${printable(jobId)}`);
  const evaluation = await readEvaluation(api, jobId);
  const isRecommended = canRecommend(evaluation, report);
  const words = isRecommended ? ["first", "recommended", "last"] : ["first", "best", "last"];
  const step = report.recommended?.step;
  const runs = chooseRuns(evaluation, words, step);
  const target = isRecommended ? runs.find(({ resultStep }) => resultStep === step) : runs.at(-1);
  const [from, to] = [runs[0], target].map((run) => (run ? runLabel(run) : ""));
  const name = isRecommended ? `${to}, the recommended one` : to;
  const choice = { limit: shownRows, target };
  const changed = chooseRows(runs, { ...choice, order: "changed", changedOnly: true });
  if (changed.length === 0) {
    const top = chooseRows(runs, { ...choice, order: "top", changedOnly: false });
    const rows = await fetchRollouts(api, evaluation.evalId, top, "top");
    return { evaluation, rows, choice: `The ${count(rows.length, "row")} paid most at ${name}.` };
  }
  const rows = await fetchRollouts(api, evaluation.evalId, changed, "changed");
  const most = `The ${count(rows.length, "row")} whose score has changed most between ${from} and ${name}.`;
  return { evaluation, rows, choice: most };
}

/** A run with its outputs; if they cannot be read, the report says why and goes on without them. */
async function withOutputs(
  run: RunResult,
  { outputs }: OptionsOf<"metrics">,
  context: Context,
): Promise<ReportedRun> {
  const { job } = run;
  if (!outputs || job?.eval === undefined) return { run };
  try {
    return { run, outputs: await readOutputs(job.id, run, context) };
  } catch (error) {
    if (!(error instanceof RftError) || error.code === "interrupted") throw error;
    const note = `its evaluations could not be read: ${error.message}`;
    context.hint(`${printable(job.id)}: ${note}`);
    return { run: { ...run, notes: [...run.notes, note] } };
  }
}

/**
 * Writes the runs as one HTML file, whole or not at all.
 * @throws RftError `usage` for standard output, or if the file exists and may not be replaced; `input` if it cannot be
 * written
 */
export async function writeHtmlReport(
  path: string,
  runs: readonly RunResult[],
  options: OptionsOf<"metrics">,
  context: Context,
): Promise<void> {
  if (path === "-") {
    throw new RftError("usage", "the HTML report cannot go to standard output, where the summary goes", {
      hint: "Name a file: --html report.html.",
    });
  }
  const output = await openRunOutput(path, { runs, force: options.force }, context);
  try {
    // Only this report needs them, and the code that draws the charts is half of its file.
    const [{ htmlReport }, { findingPages }, { reportAssets }] = await Promise.all([
      import("#report/html/html-report.js"),
      import("#cli/host/finding-pages.js"),
      import("./report-assets.js"),
    ]);
    const reported: ReportedRun[] = [];
    for (const run of runs) reported.push(await withOutputs(run, options, context));
    context.progress.done();
    const made = { at: context.now(), version, offsetAt: context.offsetAt };
    await output.write(htmlReport({ runs: reported, pages: findingPages, assets: reportAssets, made }));
    await output.commit();
  } finally {
    await output.discard();
  }
  context.hint(`written: ${path}`);
}
