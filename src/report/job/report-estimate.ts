import type { ChalkInstance } from "chalk";
import type { Assumption } from "#job/estimate/estimate-basis.js";
import type { GraderEstimate } from "#job/estimate/estimate-graders.js";
import type { Estimate } from "#job/estimate/estimate.js";
import type { Spread } from "#job/estimate/spread.js";
import { printable } from "#words/printable.js";
import { publishedPause } from "./published-pause.js";
import { count, dollars, grouped, short } from "#words/quantities.js";
import { wrap } from "#words/wrap.js";

const ends = ["low", "likely", "high"] as const;
const labelWidth = 28;
const cellWidth = 12;
const width = 80;

function hours(amount: number): string {
  if (amount >= 1000) return short(amount);
  return amount < 10 ? amount.toFixed(2) : amount.toFixed(1);
}

/** One line of the table. */
function line(label: string, spread: Spread, form: (amount: number) => string): string {
  const cells = ends.map((end) => form(spread[end]).padStart(cellWidth)).join("");
  return `  ${label.padEnd(labelWidth)}${cells}\n`;
}

function graderLines({ model, calls, input, output, dollars: cost }: GraderEstimate): string {
  const name = printable(model);
  return (
    line(`judgements of ${name}`, calls, short) +
    line("  tokens it reads", input, short) +
    line("  tokens it writes", output, short) +
    (cost
      ? line(`  costs`, cost, dollars)
      : `    costs: no price known of ${name}; name it under prices: in the job file\n`)
  );
}

function costLines(
  { trainingDollars, dollars: total, graders, unpriced }: Estimate,
  style: ChalkInstance,
): string {
  const training = trainingDollars ? line("training costs", trainingDollars, dollars) : "";
  const all = unpriced.length === 0 ? "all of it" : "all but the judges without a price";
  // Without a judge, training is the whole cost.
  const sum = total && graders.length > 0 ? style.bold(line(all, total, dollars)) : "";
  return training + graders.map(graderLines).join("") + sum;
}

/** At which step one end of the estimate reaches the service's pause; undefined if it does not. */
function pausedAt(end: (typeof ends)[number], { pause, steps }: Estimate): string | undefined {
  const step = pause.step?.[end];
  return step === null || step === undefined
    ? undefined
    : `at the ${end} rate on step ${grouped(step)} of ${grouped(steps[end])}`;
}

function pauseText(estimate: Estimate): string {
  const { pause } = estimate;
  const text = publishedPause(pause);
  if (pause.status !== "pauses") return `${text}.`;
  if (!pause.step) return `${text}; on which step cannot be told without a price.`;
  const places = ends.map((end) => pausedAt(end, estimate)).filter((place) => place !== undefined);
  if (places.length === 0) return `${text}; even the high estimate ends before that.`;
  const likely = pause.step.likely === null ? "; the likely one ends before that" : "";
  return `${text}: ${places.join(", ")}${likely}.`;
}

function hostingText({ hosting: { kind, hour: fee } }: Estimate): string {
  if (kind === "managed-compute")
    return (
      "The trained model is served on managed compute (GPU-hours) or provisioned throughput (PTU-hours) only; " +
      "no price of that is published."
    );
  if (fee === undefined) return "";
  return (
    `A Standard or GlobalStandard deployment of the trained model costs $${fee.toFixed(2)} an hour whether it is used ` +
    `or not (${dollars(fee * 24)} a day), a provisioned one PTU-hours; a developer tier deployment costs none and is ` +
    "removed after 24 hours."
  );
}

function queueText({ queueHours: { low, likely, high } }: Estimate): string {
  return (
    `Before it runs, a job waits in the queue (pending): ${low} to ${high} h in public jobs, likely ${likely} h; ` +
    "not billed, and not in the hours above."
  );
}

/** A paragraph as a list item. */
function item(text: string): string {
  return `  - ${wrap(text, width, "    ").slice(4)}`;
}

/** The assumptions, grouped by source. */
function assumed(assumptions: readonly Assumption[], style: ChalkInstance): string {
  const groups = new Map<string, Assumption[]>();
  for (const one of assumptions) {
    const { source, date } = one;
    const key = `${source ?? ""}${date === undefined ? "" : ` (${date})`}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  let text = "";
  for (const [source, group] of groups) {
    for (const { text: one } of group) text += item(printable(one));
    if (source !== "") text += style.dim(wrap(printable(source), width, "      "));
  }
  return `Taken for granted:\n${text}`;
}

/** A job's steps, time and cost, for a person. */
export function reportEstimate(estimate: Estimate, style: ChalkInstance): string {
  const { model, trainingType, rows } = estimate;
  const type = trainingType === undefined ? "" : ` (${printable(trainingType)})`;
  const head = ends.map((end) => end.padStart(cellWidth)).join("");
  return (
    `${style.bold("Estimate")}: ${printable(model)}${type}, ${count(rows.training, "training row")}, ` +
    `${count(rows.validation, "validation row")}\n` +
    `  ${style.dim(`${" ".repeat(labelWidth)}${head}`)}\n` +
    line("steps", estimate.steps, short) +
    line("graded answers in training", estimate.rollouts, short) +
    line("evaluations", estimate.evaluations, short) +
    line("graded answers in them", estimate.evaluationSamples, short) +
    line("tokens the model reads", estimate.tokens.input, short) +
    line("tokens the model writes", estimate.tokens.output, short) +
    line("hours of training", estimate.hours, hours) +
    costLines(estimate, style) +
    wrap(pauseText(estimate), width) +
    wrap(queueText(estimate), width) +
    wrap(hostingText(estimate), width) +
    assumed(estimate.assumptions, style)
  );
}
