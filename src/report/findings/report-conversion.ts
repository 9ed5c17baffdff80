import type { ChalkInstance } from "chalk";
import type { ChangeCount } from "#dataset/convert/convert-rows.js";
import type { FileConversion } from "#dataset/convert/convert-file.js";
import type { LeftOut } from "#dataset/convert/left-out.js";
import { printable } from "#words/printable.js";
import { count, grouped } from "#words/quantities.js";

/** A change in plain words. */
function describeChange({ kind, field = "" }: ChangeCount): string {
  switch (kind) {
    case "system-folded":
      return "system message put at the start of the user's";
    case "system-to-developer":
      return "system message made a developer's";
    case "answer-moved":
      return "last assistant message made reference_answer";
    case "preferred-taken":
      return "preferred output made reference_answer";
    case "prompt-wrapped":
      return `${field} made the user's message`;
    case "reference-renamed":
      return `${field} made reference_answer`;
    case "item-unwrapped":
      return "fields taken out of item";
    case "weight-removed":
      return "weight of messages removed";
    case "field-dropped":
      return field.trim() === "" ? "column without a name dropped" : `${field} dropped`;
  }
}

/** Line numbers shown per reason; the JSON report lists more. */
const linesShown = 8;

function reportLines({ lines, count: total }: LeftOut): string {
  const named = lines.slice(0, linesShown);
  const shown = named.map(String).join(", ");
  const more = total > named.length ? ` and ${grouped(total - named.length)} more` : "";
  return `${total === 1 ? "line" : "lines"} ${shown}${more}`;
}

/** The rows left out, by reason. */
export function reportLeftOut(leftOut: readonly LeftOut[], style: ChalkInstance): string {
  const lines = leftOut.map((one) => {
    const code = one.code === undefined ? "" : style.dim(` (${one.code})`);
    return `  ${style.red("left out")} ${reportLines(one)}: ${printable(one.reason)}${code}\n`;
  });
  return lines.join("");
}

/** A conversion for a person: what was written, what was changed, what was left out, what to do next. */
export function reportConversion(
  result: FileConversion,
  guessed: readonly string[],
  style: ChalkInstance,
): string {
  const { input, output, rows, written, unchanged, changes } = result;
  const head = `${style.bold(`${input} -> ${output ?? "nothing"}`)}  ${grouped(written)} of ${count(rows, "row")} written\n`;
  const done = changes.map((change) => `  ${grouped(change.rows)}  ${printable(describeChange(change))}\n`);
  const same = unchanged === 0 ? "" : `  ${grouped(unchanged)}  as they were\n`;
  const guess = guessed.length === 0 ? "" : `  guessed by name; to choose another: ${guessed.join(", ")}\n`;
  const next =
    output === null
      ? "No row could be converted: nothing was written.\n"
      : `Check it: rft validate-data ${output}\n`;
  return `${head}${done.join("")}${same}${guess}${reportLeftOut(result.leftOut, style)}\n${next}`;
}
