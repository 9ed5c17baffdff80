import type { ChalkInstance } from "chalk";
import type { Finding, FindingSummary } from "#finding.js";
import type { FieldUse } from "#grader/draft/field-use.js";
import type { TokenSpend } from "#grader/config/token-spend.js";
import { printable } from "#words/printable.js";
import { tokenLine } from "./report-grade.js";
import { reportFindings, reportSummary } from "#report/findings/report-findings.js";

/** What `rft init` wrote, and what its check found. */
export interface PrintedDraft {
  ok: boolean;
  files: string[];
  fields: FieldUse[];
  findings: Finding[];
  summary: FindingSummary;
  /** The models that drafted; absent if the draft was made from the rows alone. */
  models?: TokenSpend[];
}

/** A draft for a person: what each field became and why, the files, what the check of the draft found. */
export function reportDraft(
  { ok, files, fields, findings, summary, models = [] }: PrintedDraft,
  job: string,
  style: ChalkInstance,
): string {
  const uses = fields
    .map(({ field, use, reason }) => `  ${printable(field)}: ${printable(use)} (${printable(reason)})\n`)
    .join("");
  const drafters = models.map((spend) => `  by ${tokenLine(spend)}\n`).join("");
  const verdict = ok ? style.green("draft is usable") : style.red("draft is not usable");
  return (
    `${style.bold("drafted")}  ${files.map(printable).join(", ")}\n${drafters}${uses}${reportFindings(findings, style)}\n` +
    `${verdict}: ${reportSummary(summary)}\n` +
    `Look at the files, then: rft submit ${printable(job)} --dry-run\n`
  );
}
