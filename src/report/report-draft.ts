import type { ChalkInstance } from "chalk";
import type { Finding, FindingSummary } from "../finding.js";
import type { FieldUse } from "../grader/grader-draft.js";
import { printable } from "./printable.js";
import { reportFindings, reportSummary } from "./report-findings.js";

/** What `rft init` wrote, and what its check found. */
export interface DraftReport {
  ok: boolean;
  files: string[];
  fields: FieldUse[];
  findings: Finding[];
  summary: FindingSummary;
}

/** A draft for a person: what each field became and why, the files, what the check of the draft found. */
export function reportDraft(
  { ok, files, fields, findings, summary }: DraftReport,
  job: string,
  style: ChalkInstance,
): string {
  const uses = fields.map(({ field, use, reason }) => `  ${printable(field)}: ${use} (${reason})\n`).join("");
  const verdict = ok ? style.green("draft is usable") : style.red("draft is not usable");
  return (
    `${style.bold("drafted")}  ${files.map(printable).join(", ")}\n${uses}${reportFindings(findings, style)}\n` +
    `${verdict}: ${reportSummary(summary)}\n` +
    `Look at the files, then: rft submit ${printable(job)} --dry-run\n`
  );
}
