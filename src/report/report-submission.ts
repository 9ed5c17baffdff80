import type { ChalkInstance } from "chalk";
import { type Finding, summarizeFindings } from "../finding.js";
import type { Submission } from "../job/submit.js";
import { printable } from "./printable.js";
import { reportFindings, reportSummary } from "./report-findings.js";
import { styleStatus } from "./report-job.js";

/** A job that was not submitted, and why. */
export function reportRefusal(findings: readonly Finding[], style: ChalkInstance): string {
  return `${reportFindings(findings, style)}\nnothing was submitted: ${reportSummary(summarizeFindings(findings))}\n`;
}

/** A job that was created, and the files it was created from. */
export function reportSubmission({ job, files }: Submission, style: ChalkInstance): string {
  const uploads = files.map(
    ({ path, id, reused }) => `  ${printable(path)} -> ${printable(id)}${reused ? " (there already)" : ""}\n`,
  );
  return `${uploads.join("")}created ${printable(job.id)}, ${styleStatus(job.status, style)}\n`;
}
