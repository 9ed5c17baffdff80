import type { ChalkInstance } from "chalk";
import { runLabel } from "#run/evals/choose-runs.js";
import { type EvaluationRun, type JobEvaluation, bestRun } from "#run/evals/read-evaluation.js";
import type { RowRollouts, StepRollout } from "#run/evals/fetch-rollouts.js";
import { levelBar } from "#report/text/chart.js";
import { columnsOf, padTo } from "#report/text/columns.js";
import { diffTexts, isTellingDiff } from "#report/text/diff-texts.js";
import { lastMessageText, referenceLines, repeatsPrompt } from "#report/text/prompt-text.js";
import { startOf } from "#words/excerpt.js";
import { printable } from "#words/printable.js";
import { count, percent, score } from "#words/quantities.js";
import { styleStatus } from "#report/job/report-job.js";
import { wrapParts } from "#report/text/wrap-parts.js";

/** How an evaluation is shown. */
export interface EvalsView {
  /** Characters of a line. */
  width: number;
  /** Characters shown of a text; Infinity shows all. */
  most: number;
}

const indent = "      ";

/** A text's start, and how much was cut. */
function cut(text: string, most: number): string {
  const { start, left } = startOf(text, most);
  return left === 0 ? start : `${start} ... (${count(left, "character")} more: --full)`;
}

function runLine(run: EvaluationRun, widest: number, style: ChalkInstance): string {
  const { meanScore, passRate, samples, errored, status, error } = run;
  const cells = [
    padTo(printable(runLabel(run)), widest),
    (meanScore === undefined ? "-" : meanScore.toFixed(4)).padStart(10),
    (passRate === undefined ? "-" : percent(passRate)).padStart(6),
    String(samples).padStart(7),
  ];
  const notes = [
    ...(status === "completed" ? [] : [style.yellow(printable(status))]),
    ...(errored > 0 ? [style.red(`${errored} without a score`)] : []),
    ...(error === undefined ? [] : [style.red(printable(error))]),
  ];
  const bar = meanScore === undefined || meanScore < 0 || meanScore > 1 ? "" : levelBar(meanScore);
  return `  ${[...cells, style.cyan(bar), ...notes].join("  ")}`.trimEnd();
}

function graderLines({ graders }: EvaluationRun): string[] {
  return Object.entries(graders).map(([name, mean]) => `    ${printable(name)}  ${score(mean)}`);
}

/** A job's evaluations, one per line. */
function reportRuns({ job, runs }: JobEvaluation, style: ChalkInstance): string {
  const widest = Math.max(3, ...runs.map((run) => columnsOf(printable(runLabel(run)))));
  const best = bestRun(runs);
  const last = runs.findLast(({ meanScore }) => meanScore !== undefined);
  const head = `  ${"run".padEnd(widest)}  mean score  passed  outputs`;
  const lines = [
    `${style.bold(printable(job.id))}  ${styleStatus(job.status, style)}  ${count(runs.length, "evaluation")}`,
    style.dim(head),
    ...runs.map((run) => runLine(run, widest, style)),
    ...(last && Object.keys(last.graders).length > 0
      ? [`  by grader at ${printable(runLabel(last))}:`, ...graderLines(last)]
      : []),
    ...(best?.meanScore === undefined
      ? ["  no output has a score yet"]
      : [`  best: ${printable(runLabel(best))}, mean score ${score(best.meanScore)}`]),
    ...(runs.some(({ step, resultStep }) => step !== resultStep)
      ? [style.dim("  step 1, as in rft metrics, is what the service names Step 0")]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function verdict(step: StepRollout): string {
  const { score: own, graders = {}, passed, scores, meanScore } = step;
  const parts = [
    own === undefined ? "no score" : `score ${score(own)}`,
    ...Object.entries(graders).map(([name, value]) => `${printable(name)} ${score(value)}`),
    ...(passed === undefined ? [] : [passed ? "pass" : "fail"]),
    ...(scores.length > 1 && meanScore !== undefined
      ? [`one of ${scores.length} outputs, mean ${score(meanScore)}`]
      : []),
    ...(repeatsPrompt(step) ? ["repeats the prompt"] : []),
  ];
  return parts.join(", ");
}

function reportStep(
  step: StepRollout,
  before: StepRollout | undefined,
  view: EvalsView,
  style: ChalkInstance,
): string {
  const layout = { width: view.width, indent };
  const label = printable(runLabel({ ...step, name: step.run }));
  const output = cut(step.output, view.most);
  const diff = before ? diffTexts(cut(before.output, view.most), output) : [];
  const isSame = before !== undefined && before.output === step.output;
  const shown = isSame
    ? style.dim(`${indent}the same output\n`)
    : isTellingDiff(diff)
      ? wrapParts(diff, layout, style)
      : wrapParts([{ kind: "same", text: output === "" ? "(no output)" : output }], layout, style);
  const more = [
    ...(step.reason === undefined
      ? []
      : [wrapParts([{ kind: "same", text: `judge: ${cut(step.reason, view.most)}` }], layout, style)]),
    ...(step.error === undefined
      ? []
      : [wrapParts([{ kind: "same", text: `error: ${cut(step.error, view.most)}` }], layout, style)]),
  ];
  return `    ${style.bold(label)}  ${verdict(step)}\n${shown}${more.map((text) => style.dim(text)).join("")}`;
}

function reportRow(
  { row, change, reference, steps }: RowRollouts,
  view: EvalsView,
  style: ChalkInstance,
): string {
  const moved = change === undefined ? "" : `  ${change > 0 ? "+" : ""}${score(change)}`;
  const [first] = steps;
  const prompt = cut(lastMessageText(first?.prompt ?? []), Math.min(view.most, 400));
  const question = wrapParts([{ kind: "same", text: prompt }], { width: view.width, indent: "    " }, style);
  const fields = referenceLines(reference)
    .map((line) => cut(line, Math.min(view.most, 400)))
    .map((text) => wrapParts([{ kind: "same", text }], { width: view.width, indent: "    " }, style));
  const shown = steps.map((step, index) => reportStep(step, steps[index - 1], view, style));
  return `\n  ${style.bold(`row ${row}`)}${moved}\n${style.dim(question)}${fields.join("")}${shown.join("")}`;
}

/** A job's evaluations for a person: one line per run, then the rows asked for, each step diffed against the last. */
export function reportEvals(
  evaluation: JobEvaluation,
  rows: readonly RowRollouts[] | undefined,
  view: EvalsView,
  style: ChalkInstance,
): string {
  const shown = rows?.map((row) => reportRow(row, view, style)).join("") ?? "";
  const none =
    rows?.length === 0
      ? "\n  no row's score has changed between these steps; from the first: --step first,last\n"
      : "";
  return `${reportRuns(evaluation, style)}${none}${shown}`;
}

/** A job's evaluations as the JSON contract shows them, without the outcomes by row. */
export function evalsDocument(
  { job, evalId, runs }: JobEvaluation,
  rows: readonly RowRollouts[] | undefined,
) {
  const best = bestRun(runs);
  return {
    job: { id: job.id, status: job.status },
    eval: { id: evalId },
    runs: runs.map(({ outcomes: _outcomes, ...run }) => run),
    ...(best && {
      best: {
        run: best.name,
        step: best.step,
        resultStep: best.resultStep,
        meanScore: best.meanScore,
      },
    }),
    ...(rows && { rows }),
  };
}
