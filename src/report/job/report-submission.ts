import type { ChalkInstance } from "chalk";
import { type Finding, summarizeFindings } from "#finding.js";
import type { Submission } from "#job/submit/submit.js";
import { printable } from "#words/printable.js";
import { reportFindings, reportSummary } from "#report/findings/report-findings.js";
import { styleStatus } from "./report-job.js";

/** A job that was not submitted, and why. */
export function reportRefusal(findings: readonly Finding[], style: ChalkInstance): string {
  return `${reportFindings(findings, style)}\nnothing was submitted: ${reportSummary(summarizeFindings(findings))}\n`;
}

/** The created job with its files, or the same job submitted before. */
export function reportSubmission(
  { job, files, created }: Pick<Submission, "job" | "files" | "created">,
  style: ChalkInstance,
): string {
  const uploads = files.map(
    ({ path, id, reused }) => `  ${printable(path)} -> ${printable(id)}${reused ? " (there already)" : ""}\n`,
  );
  const state = `${printable(job.id)}, ${styleStatus(job.status, style)}`;
  return created
    ? `${uploads.join("")}created ${state}\n`
    : `the same job was submitted before: ${state}\nnothing was created; --again creates another\n`;
}
