import type { ChalkInstance } from "chalk";
import type { Finding, FindingSummary, Severity } from "../finding.js";
import { printable } from "./printable.js";
import { count } from "./quantities.js";

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

/** `train.jsonl:12:4`, as terminals and editors make it a link; the pointer where there is no line. */
function placeOf({ file, line, column, pointer }: Finding): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  if (place === "") return pointer === undefined || pointer === "" ? "" : `${pointer}: `;
  return line === undefined && pointer !== undefined ? `${place} ${pointer}: ` : `${place}: `;
}

function reportFinding(finding: Finding, style: ChalkInstance): string {
  const head = `${placeOf(finding)}${styleSeverity(finding.severity, style)} ${printable(finding.message)}`;
  const unlisted = (finding.count ?? 1) - 1;
  const more = unlisted > 0 ? style.dim(` (last listed of ${finding.count})`) : "";
  return `${head} ${style.dim(`(${finding.code})`)}${more}\n    ${style.dim(printable(finding.help))}\n`;
}

/** Findings one below the other, in the order given, each with its help. */
export function reportFindings(findings: readonly Finding[], style: ChalkInstance): string {
  return findings.map((finding) => reportFinding(finding, style)).join("");
}

/** `2 errors, 1 warning, 0 notes` */
export function reportSummary({ errors, warnings, notes }: FindingSummary): string {
  return `${count(errors, "error")}, ${count(warnings, "warning")}, ${count(notes, "note")}`;
}

/** Where a finding's page is to be had; nothing where nothing was found. */
export function reportWayToPages({ errors, warnings, notes }: FindingSummary): string {
  return errors + warnings + notes === 0 ? "" : "Explain a finding: rft explain <code>\n";
}
