import type { ChalkInstance } from "chalk";
import type { FileResult, ValidationResult } from "#dataset/validate/validate.js";
import type { Finding } from "#finding.js";
import type { Waste } from "#job/estimate/waste.js";
import { describeTokens } from "./describe-tokens.js";
import { excerpt } from "#words/excerpt.js";
import { printable } from "#words/printable.js";
import { bytes, count, grouped } from "#words/quantities.js";
import { reportWaste } from "./report-waste.js";
import { reportFindings, reportSummary, reportWayToPages } from "./report-findings.js";

/** How many of a field's values are shown, and how many characters of each. */
const shown = { values: 3, characters: 24 };

/** The most frequent values; empty if none repeats. */
function describeTop(top: FileResult["fields"][string]["top"]): string {
  const repeated = top.filter(([, times]) => times > 1).slice(0, shown.values);
  if (repeated.length === 0) return "";
  const values = repeated.map(
    ([value, times]) => `${printable(excerpt(JSON.stringify(value), shown.characters, "..."))} x ${times}`,
  );
  return `, most often ${values.join(", ")}`;
}

/** The fields of a file's rows, each with its types and how many rows have it. */
function reportFields({ fields, examples }: FileResult, style: ChalkInstance): string {
  const lines = Object.entries(fields).map(([name, { present, types, distinct, top }]) => {
    const kinds = Object.keys(types).join(" or ");
    const where = present === examples ? "every row" : `${present} of ${count(examples, "row")}`;
    const facts = `${kinds}, in ${where}, ${count(distinct, "distinct value")}${describeTop(top)}`;
    return style.dim(`    ${printable(name)}: ${facts}\n`);
  });
  return lines.join("");
}

/** Rows so long that reading them blocked everything else. */
function reportLongLines({ longLines = [] }: FileResult, style: ChalkInstance): string {
  const lines = longLines.map(
    ({ line, bytes: length }) =>
      `    line ${line} has ${bytes(length)}: while it was read, nothing else could be done\n`,
  );
  return style.dim(lines.join(""));
}

function reportFile(file: FileResult, style: ChalkInstance): string {
  const readable = file.rows === file.examples ? "" : `, ${grouped(file.examples)} of them readable`;
  const facts = `${file.role} file, ${count(file.rows, "row")}${readable}, ${bytes(file.bytes)}`;
  const tokens = file.tokens ? style.dim(`    ${describeTokens(file.tokens)}\n`) : "";
  return `${style.bold(printable(file.path))}  ${facts}\n${tokens}${reportFields(file, style)}${reportLongLines(file, style)}`;
}

function groupByFile(findings: readonly Finding[]): Map<string | undefined, Finding[]> {
  const groups = new Map<string | undefined, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.file);
    if (group) group.push(finding);
    else groups.set(finding.file, [finding]);
  }
  return groups;
}

/** A validation's result, and how much of the job's cost goes to rows that can never earn. */
export interface PrintedValidation extends ValidationResult {
  waste?: Waste;
}

/** A validation for a person: file by file, then the counts and what to do next. */
export function reportValidation(result: PrintedValidation, style: ChalkInstance): string {
  const byFile = groupByFile(result.findings);
  const files = result.files.map((file) => {
    const findings = byFile.get(file.path) ?? [];
    byFile.delete(file.path);
    return `${reportFile(file, style)}${reportFindings(findings, style)}`;
  });
  const others = [...byFile.values()].flat();
  const waste = result.waste ? `\n${reportWaste(result.waste, "row", "can never earn")}` : "";
  const verdict = result.ok ? style.green("ready") : style.red("not ready");
  const next = result.ok ? "" : "Correct the errors, then run the same command again.\n";
  return `${files.join("\n")}${reportFindings(others, style)}${waste}\n${verdict}: ${reportSummary(result.summary)}\n${next}${reportWayToPages(result.summary)}`;
}
