import type { ChalkInstance } from "chalk";
import type { EstimateOutcome } from "#job/estimate/estimate-condition.js";
import { printable } from "#words/printable.js";
import { significant } from "#words/quantities.js";

/** The outcome of each --fail-if on an estimate, one per line. */
export function reportEstimateConditions(outcomes: readonly EstimateOutcome[], style: ChalkInstance): string {
  const lines = outcomes.map(({ condition, fails, value, reason }) => {
    const mark = fails ? style.red("fails") : style.green("passes");
    const seen = reason ?? (value === undefined ? "" : significant(value, 6));
    return `${mark}  ${printable(condition)}${seen === "" ? "" : `  (${printable(seen)})`}\n`;
  });
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
}
