import type { Finding } from "#finding.js";
import type { ChalkInstance } from "chalk";
import type { GradedLine } from "#grader/samples/grade-samples.js";
import type { GradeSummary } from "#grader/samples/grade-summary.js";
import type { JudgeSpend } from "#grader/judge/judge-cache.js";
import type { TokenSpend } from "#grader/config/token-spend.js";
import { jsonLine } from "#report/text/json-document.js";
import { printable } from "#words/printable.js";
import { count, grouped, score } from "#words/quantities.js";
import { reportFindings } from "#report/findings/report-findings.js";

/** A graded line as one line of JSON; it names the file only if there are several. */
export function gradeLine({ sample: { file, line }, score: graded }: GradedLine, withFile: boolean): string {
  return jsonLine({ ...(withFile && { file }), line, ...graded });
}

/** What goes to stderr once all lines are graded. */
export interface PrintedGrades {
  summary: GradeSummary;
  /** The judge's use; absent if no judge was asked. */
  spend?: JudgeSpend;
  /** How many samples the service also scored, and where it differs; absent if it was not asked. */
  remote?: { compared: number; findings: readonly Finding[] };
}

/** `200 samples, mean reward 0.41`, then what went wrong, what the judge used and where the service differs. */
export function reportGrade({ summary, spend, remote }: PrintedGrades, style: ChalkInstance): string {
  const lines = [
    ...summaryLines(summary),
    ...(spend ? spendLines(spend) : []),
    ...(remote ? [remoteLine(remote)] : []),
  ];
  return `${lines.join("\n")}\n${reportFindings(remote?.findings ?? [], style)}`.trimEnd();
}

function summaryLines({ n, mean, unreadable, notRun, errors, reasons }: GradeSummary): string[] {
  const lines = [`${count(n, "sample")}${mean === null ? "" : `, mean reward ${score(mean)}`}`];
  if (unreadable > 0)
    lines.push(`  ${grouped(unreadable)} cannot be read (${printable(reasons.unreadable ?? "")})`);
  if (notRun > 0) lines.push(`  ${grouped(notRun)} without a reward: ${printable(reasons.notRun ?? "")}`);
  return [...lines, ...Object.entries(errors).map(([flag, raised]) => `  ${flag}: ${grouped(raised)}`)];
}

/** What a judge used, and how many answers were reused. */
export function spendLines({ models, reused }: JudgeSpend): string[] {
  const lines = models.map((spend) => `  judge ${tokenLine(spend)}`);
  return reused > 0 ? [...lines, `  judge: ${count(reused, "answer")} kept from before`] : lines;
}

/** `gpt-4.1: 3 answers, 1,200 + 340 tokens (in + out)`. */
export function tokenLine({ model, answers, usage }: TokenSpend): string {
  const tokens = `${grouped(usage.prompt_tokens)} + ${grouped(usage.completion_tokens)} tokens`;
  return `${printable(model)}: ${count(answers, "answer")}, ${tokens} (in + out)`;
}

function remoteLine({ compared, findings }: NonNullable<PrintedGrades["remote"]>): string {
  const differ = findings.length === 0 ? "none differs" : `${grouped(findings.length)} differ`;
  return `  service: ${count(compared, "sample")} compared, ${differ}`;
}
