import type { ChalkInstance } from "chalk";
import type { ConditionOutcome } from "#run/outcome/fail-condition.js";
import { printable } from "#words/printable.js";
import { score } from "#words/quantities.js";

/** The outcome of each --fail-if, one per line. */
export function reportConditions(outcomes: readonly ConditionOutcome[], style: ChalkInstance): string {
  const lines = outcomes.map(({ condition, source, fails, step, value, reason }) => {
    const at = step === undefined ? "" : ` at step ${step}`;
    const seen = reason ?? (value === undefined ? at.trim() : `${score(value)}${at}`);
    const mark = fails ? style.red("fails") : style.green("passes");
    return `${mark}  ${printable(source)}: ${printable(condition)}${seen === "" ? "" : `  (${printable(seen)})`}\n`;
  });
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
