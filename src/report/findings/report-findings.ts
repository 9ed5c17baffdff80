import type { ChalkInstance } from "chalk";
import type { Finding, FindingSummary, Severity } from "#finding.js";
import { printable } from "#words/printable.js";
import { count, grouped } from "#words/quantities.js";

function styleSeverity(severity: Severity, style: ChalkInstance): string {
  switch (severity) {
    case "error":
      return style.red("error");
    case "warning":
      return style.yellow("warning");
    case "note":
      return style.blue("note");
  }
}

/** `train.jsonl:12:4`, which terminals and editors turn into a link; the JSON pointer if there is no line. */
function placeOf({ file, line, column, pointer }: Finding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  // A finding without a file is about the command line.
  if (place === "")
    return pointer === undefined || pointer === "" ? "" : `${pointer.slice(1).replaceAll("/", ".")}: `;
  return line === undefined && pointer !== undefined ? `${place} ${pointer}: ` : `${place}: `;
}

/** How many findings of a code and file are not listed. Only the last listed one carries the total. */
function unlistedAfter(findings: readonly Finding[], index: number): number {
  const { code, file, count: total = 1 } = findings[index] ?? { code: undefined };
  if (total === 1) return 0;
  return total - findings.filter((one) => one.code === code && one.file === file).length;
}

/** Findings one below the other, in the order given; help shared by neighbours is printed once, below the last. */
export function reportFindings(findings: readonly Finding[], style: ChalkInstance): string {
  const lines = findings.map((finding, index) => {
    const severity = styleSeverity(finding.severity, style);
    const head = `${printable(placeOf(finding))}${severity} ${printable(finding.message)} ${style.dim(`(${finding.code})`)}\n`;
    const unlisted = unlistedAfter(findings, index);
    const more = unlisted > 0 ? `    ${grouped(unlisted)} more of these are not listed\n` : "";
    const next = findings[index + 1];
    const isShared = next?.code === finding.code && next.help === finding.help;
    return `${head}${more}${isShared ? "" : `    ${style.dim(printable(finding.help))}\n`}`;
  });
  return lines.join("");
}

/** `2 errors, 1 warning, 0 notes` */
export function reportSummary({ errors, warnings, notes }: FindingSummary): string {
  return `${count(errors, "error")}, ${count(warnings, "warning")}, ${count(notes, "note")}`;
}

/** How to read a finding's page; empty if nothing was found. */
export function reportWayToPages({ errors, warnings, notes }: FindingSummary): string {
  return errors + warnings + notes === 0 ? "" : "Explain a finding: rft explain <code>\n";
}
