import type { ChalkInstance } from "chalk";
import type { FileReport, ValidationResult } from "../dataset/validate.js";
import { describeTokens } from "./describe-tokens.js";
import { bytes, count } from "./quantities.js";
import { reportFindings, reportSummary, reportWayToPages } from "./report-findings.js";

/** What the rows of a file look like: its fields, with how many rows have them and of which types. */
function reportFields({ fields, examples }: FileReport, style: ChalkInstance): string {
  const lines = Object.entries(fields).map(([name, { present, types, distinct }]) => {
    const kinds = Object.keys(types).join(" or ");
    const where = present === examples ? "every row" : `${present} of ${count(examples, "row")}`;
    return style.dim(`    ${name}: ${kinds}, in ${where}, ${count(distinct, "distinct value")}\n`);
  });
  return lines.join("");
}

function reportFile(file: FileReport, style: ChalkInstance): string {
  const facts = [`${file.role} file`, count(file.examples, "row"), bytes(file.bytes)].join(", ");
  const tokens = file.tokens ? style.dim(`    ${describeTokens(file.tokens)}\n`) : "";
  return `${style.bold(file.path)}  ${facts}\n${tokens}${reportFields(file, style)}`;
}

/** The check of data files for a person: file by file, then the counts and what to do next. */
export function reportValidation(result: ValidationResult, ok: boolean, style: ChalkInstance): string {
  const files = result.files.map((file) => {
    const findings = result.findings.filter((finding) => finding.file === file.path);
    return `${reportFile(file, style)}${reportFindings(findings, style)}`;
  });
  const known = new Set(result.files.map(({ path }) => path));
  const others = result.findings.filter(({ file }) => file === undefined || !known.has(file));
  const verdict = ok ? style.green("ready") : style.red("not ready");
  const next = ok ? "" : "Correct the errors, then run the same command again.\n";
  return `${files.join("\n")}${reportFindings(others, style)}\n${verdict}: ${reportSummary(result.summary)}\n${next}${reportWayToPages(result.summary)}`;
}
