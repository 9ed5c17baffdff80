import type { ChalkInstance } from "chalk";
import type { Assumption } from "#job/estimate/estimate-basis.js";
import type { GraderEstimate } from "#job/estimate/estimate-graders.js";
import type { Estimate } from "#job/estimate/estimate.js";
import type { Spread } from "#job/estimate/spread.js";
import { printable } from "#words/printable.js";
import { count, dollars, grouped } from "#words/quantities.js";
import { wrap } from "#words/wrap.js";

const ends = ["low", "likely", "high"] as const;
const labelWidth = 28;
const cellWidth = 12;
const width = 80;

/** A count in the unit a person would use: `950`, `41.2k`, `5.87M`. */
function short(amount: number): string {
  if (amount < 10_000) return grouped(Math.round(amount));
  const [value, unit] = amount < 1e6 ? [amount / 1e3, "k"] : [amount / 1e6, "M"];
  return `${value.toPrecision(3)}${unit}`;
}

function hours(amount: number): string {
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
  if (pause.dollars === undefined) {
    return "The service does not pause this model's jobs by itself: nothing limits what it costs.";
  }
  const limit = `The service pauses the job at $${grouped(pause.dollars)} of training and grading`;
  if (!pause.step) return `${limit}; on which step cannot be told without a price.`;
  const places = ends.map((end) => pausedAt(end, estimate)).filter((place) => place !== undefined);
  if (places.length === 0) return `${limit}: even the high estimate ends before that.`;
  const likely = pause.step.likely === null ? "; the likely one ends before that" : "";
  return `${limit}: ${places.join(", ")}${likely}.`;
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
  const { model, trainingType, rows, hostingHour } = estimate;
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
    wrap(
      `A deployment of the trained model costs $${hostingHour.toFixed(2)} an hour whether it is used or not ` +
        `(${dollars(hostingHour * 24)} a day), none on the developer tier.`,
      width,
    ) +
    assumed(estimate.assumptions, style)
  );
}
