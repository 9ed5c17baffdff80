import type { ChalkInstance } from "chalk";
import type { FileSplit } from "#dataset/split/split-file.js";
import type { RuleSet } from "#rules/rule-set.js";
import { printable } from "#words/printable.js";
import { count, grouped } from "#words/quantities.js";
import { reportLeftOut } from "./report-conversion.js";

/** How many values of the stratified field are listed. */
const strataShown = 20;

function reportStrata({ strata = [] }: FileSplit): string {
  const lines = strata
    .slice(0, strataShown)
    .map(
      ({ value, train, validation }) =>
        `  ${printable(value)}: ${grouped(train)} training, ${grouped(validation)} validation\n`,
    );
  const more = strata.length - strataShown;
  return lines.join("") + (more > 0 ? `  and ${count(more, "more value")}\n` : "");
}

function reportLimits({ validation, capped }: FileSplit, rules: RuleSet): string {
  const least = rules.minimumExamples.value;
  if (capped)
    return `  held at ${grouped(rules.validationExamples.value)}, the most that the service takes for validation\n`;
  return validation.rows < least
    ? `  the service asks for at least ${least} validation rows: add rows, or take a larger share (--validation)\n`
    : "";
}

/** A split for a person: how many rows went where, what was left out, what to do next. */
export function reportSplit(result: FileSplit, rules: RuleSet, style: ChalkInstance): string {
  const { input, rows, prompts, train, validation, seed, leftOut } = result;
  return (
    `${style.bold(input)}  ${count(rows, "row")}, ${count(prompts, "different prompt")}, seed ${seed}\n` +
    `  ${train.path}  ${count(train.rows, "row")}\n` +
    `  ${validation.path}  ${count(validation.rows, "row")}\n` +
    reportLimits(result, rules) +
    reportStrata(result) +
    reportLeftOut(leftOut, style) +
    `\nCheck them: rft validate-data --train ${train.path} --validation ${validation.path}\n`
  );
}
