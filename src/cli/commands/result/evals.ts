import { type RowChoice, chooseRows } from "#run/evals/choose-rows.js";
import { chooseRuns } from "#run/evals/choose-runs.js";
import { type JobEvaluation, readEvaluation } from "#run/evals/read-evaluation.js";
import { type RowRollouts, fetchRollouts } from "#run/evals/fetch-rollouts.js";
import { readJobRun } from "#run/read/read-job-run.js";
import type { FineTuningApi } from "#service/api.js";
import { jsonDocument } from "#report/text/json-document.js";
import { printable } from "#words/printable.js";
import { evalsDocument, reportEvals } from "#report/run/report-evals.js";
import type { Context } from "#cli/frame/context.js";
import { defineCommand } from "#cli/frame/define-command.js";
import type { OptionsOf } from "#cli/grammar/options-of.js";
import { ExitCode } from "#cli/host/exit-code.js";

type Options = OptionsOf<"evals">;

/** Rows shown if no number is given. */
const defaultRows = 5;
/** Characters of a text shown without --full. */
const shortText = 600;

/** The rows the options ask for; undefined if none. */
function choiceOf({ step, worst, top, changed, row }: Options): RowChoice | undefined {
  if (!step && worst === undefined && top === undefined && changed !== true && row === undefined)
    return undefined;
  const order = top !== undefined ? "top" : worst !== undefined || changed !== true ? "worst" : "changed";
  return { order, limit: worst ?? top ?? defaultRows, changedOnly: changed === true, row };
}

/** The step that `rft metrics` recommends; it takes the job's results. */
async function recommendedStep(api: FineTuningApi, jobId: string, { rules }: Context) {
  const { recommended } = await readJobRun(api, jobId, rules);
  return recommended?.step;
}

async function rowsOf(
  evaluation: JobEvaluation,
  options: Options,
  context: Context,
): Promise<RowRollouts[] | undefined> {
  const choice = choiceOf(options);
  if (!choice) return undefined;
  const api = await context.openApi();
  const words = options.step ?? ["first", "last"];
  const recommended = words.includes("recommended")
    ? await recommendedStep(api, evaluation.job.id, context)
    : undefined;
  const runs = chooseRuns(evaluation, words, recommended);
  return fetchRollouts(api, evaluation.evalId, chooseRows(runs, choice), choice.order);
}

/** `rft evals <job>` */
export const run = defineCommand("evals", async (context, [name], options) => {
  const jobId = await context.resolveJob(name);
  const api = await context.openApi();
  await context.progress.step(`Reading the evaluations of ${printable(jobId)}`);
  const evaluation = await readEvaluation(api, jobId);
  const rows = await rowsOf(evaluation, options, context);
  context.progress.done();
  const view = { width: context.stdout.columns ?? 80, most: options.full === true ? Infinity : shortText };
  context.stdout.write(
    context.json
      ? jsonDocument("evals", evalsDocument(evaluation, rows))
      : reportEvals(evaluation, rows, view, context.style),
  );
  if (!rows) context.hint(`Look at single outputs: rft evals ${jobId} --step best,last --worst 5 --changed`);
  return ExitCode.ok;
});
