import type { ChalkInstance } from "chalk";
import type { CheckGraderResult } from "../grader/check-grader.js";
import { summarizeFindings } from "../finding.js";
import { printable } from "./printable.js";
import { count, score } from "./quantities.js";
import { reportFindings, reportSummary, reportWayToPages } from "./report-findings.js";

function reportHead(
  { grader, executed, static: onlyStatic }: CheckGraderResult,
  style: ChalkInstance,
): string {
  if (!grader) return "";
  const runs = executed.length === 0 ? "" : `  runs here: ${executed.join(", ")}\n`;
  const fixed =
    onlyStatic.length === 0 ? "" : `  ${style.yellow("checked statically only")}: ${onlyStatic.join(", ")}\n`;
  const reads = grader.references.length === 0 ? "nothing" : grader.references.join(", ");
  return `${style.bold(printable(grader.name))}  ${grader.type} grader\n  reads: ${printable(reads)}\n${runs}${fixed}`;
}

const nameWidth = 14;

/** What the right answer earns and, below it, what each kind of cheating earns. */
function reportEarnings({ gold, attacks }: CheckGraderResult, style: ChalkInstance): string {
  const lines: string[] = [];
  if (gold) {
    const figures = `mean ${score(gold.mean)}  least ${score(gold.min)}  of ${count(gold.n, "row")}`;
    lines.push(`  ${"right answer".padEnd(nameWidth)}  ${style.green(figures)}\n`);
  }
  for (const { name, kind, mean, max, n } of attacks ?? []) {
    const figures = `mean ${score(mean)}  most  ${score(max)}  of ${count(n, "row")}`;
    lines.push(`  ${name.padEnd(nameWidth)}  ${figures}  ${style.dim(kind)}\n`);
  }
  return lines.join("");
}

/** The check of a grader for a person: what it reads, what answers earn, what was found. */
export function reportGraderCheck(result: CheckGraderResult, style: ChalkInstance): string {
  const summary = summarizeFindings(result.findings);
  const verdict = result.ok ? style.green("usable") : style.red("not usable");
  return (
    `${reportHead(result, style)}${reportEarnings(result, style)}${reportFindings(result.findings, style)}\n` +
    `${verdict}: ${reportSummary(summary)}\n${reportWayToPages(summary)}`
  );
}
