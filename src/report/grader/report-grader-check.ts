import type { ChalkInstance } from "chalk";
import type { Waste } from "#job/estimate/waste.js";
import type { AttackResult } from "#grader/attack/attack.js";
import type { CheckGraderResult } from "#grader/proof/check-grader.js";
import type { JudgeSpend } from "#grader/judge/judge-cache.js";
import type { SamplingResult } from "#grader/samples/take-samples.js";
import { summarizeFindings } from "#finding.js";
import { printable } from "#words/printable.js";
import { count, grouped, score } from "#words/quantities.js";
import { reportFindings, reportSummary } from "#report/findings/report-findings.js";
import { spendLines, tokenLine } from "./report-grade.js";
import { reportSamples } from "./report-samples.js";
import { reportWaste } from "#report/findings/report-waste.js";

function reportHead(
  { grader, executed, static: onlyStatic }: CheckGraderResult,
  style: ChalkInstance,
): string {
  if (!grader) return "";
  const runs = executed.length === 0 ? "" : `  runs here: ${executed.join(", ")}\n`;
  const fixed =
    onlyStatic.length === 0 ? "" : `  ${style.yellow("checked statically only")}: ${onlyStatic.join(", ")}\n`;
  const unnamed = grader.type === "python" ? "what its program takes from sample and item" : "nothing";
  const reads = grader.references.length === 0 ? unnamed : grader.references.join(", ");
  return `${style.bold(printable(grader.name))}  ${grader.type} grader\n  reads: ${printable(reads)}\n${runs}${fixed}`;
}

const nameWidth = 20;

function reportLine(name: string, { mean, limit, n }: { mean: number; limit: string; n: number }): string {
  return `  ${name.padEnd(nameWidth)}  mean ${score(mean).padEnd(6)}  ${limit.padEnd(12)}  ${count(n, "row")}`;
}

/** What the right answer earns, then each kind of cheating, then the right answer in other forms. */
function reportEarnings({ gold, attacks = [] }: CheckGraderResult, style: ChalkInstance): string {
  const lines: string[] = [];
  if (gold) {
    const { mean, min, n, ceiling } = gold;
    const most = ceiling < 1 ? `  at most ${score(ceiling)}` : "";
    lines.push(style.green(reportLine("right answer", { mean, limit: `least ${score(min)}`, n }) + most));
  }
  const variants = attacks.filter(({ kind }) => kind === "variant");
  for (const attack of attacks) {
    if (attack.kind !== "variant") lines.push(attackLine(attack, style));
  }
  if (variants.length > 0) lines.push("  the right answer in other forms, which a fair grader pays:");
  for (const variant of variants) lines.push(attackLine(variant, style));
  return lines.map((line) => `${line}\n`).join("");
}

function attackLine({ name, kind, mean, max, n }: AttackResult, style: ChalkInstance): string {
  const label = kind === "variant" ? "" : `  ${style.dim(kind)}`;
  return reportLine(name, { mean, limit: `most ${score(max)}`, n }) + label;
}

/** A grader check, and what it cost to ask deployments. */
export interface PrintedGraderCheck extends CheckGraderResult {
  /** A deployment's answers to the rows. */
  sampling?: SamplingResult;
  /** What the judge used. */
  judge?: JudgeSpend;
  /** The cost of prompts whose answers all got the same score. */
  waste?: Waste;
}

function reportSampling({ file, rows, samplesPerRow, answers, kept, ...more }: SamplingResult): string {
  const { failed, reason = "", cutOff, models } = more;
  const lines = [
    `  ${grouped(answers + kept)} answers to ${count(rows, "row")}, ${samplesPerRow} each, in ${printable(file)}`,
    ...models.map((spend) => `  ${tokenLine(spend)}`),
    ...(kept > 0 ? [`  ${count(kept, "answer")} kept from before`] : []),
    ...(cutOff > 0 ? [`  ${count(cutOff, "answer")} cut off at the limit of tokens`] : []),
    ...(failed > 0 ? [`  ${count(failed, "question")} without an answer: ${printable(reason)}`] : []),
  ];
  return `answers taken\n${lines.join("\n")}\n`;
}

function reportAnswered({ answered, executed }: CheckGraderResult): string {
  if (!answered) return "";
  const who = executed.includes("score_model") ? "a judge is paid for each answer" : "a program scores";
  return `  answered ${grouped(answered.rows)} of ${count(answered.of, "row")}: ${who} (--attack-rows)\n`;
}

/** A grader check for a person: what the grader reads, what answers earn, what was found. */
export function reportGraderCheck(result: PrintedGraderCheck, style: ChalkInstance): string {
  const verdict = result.ok ? style.green("usable") : style.red("not usable");
  const taken = result.sampling ? reportSampling(result.sampling) : "";
  const judge = result.judge ? `${spendLines(result.judge).join("\n")}\n` : "";
  const samples = result.samples ? reportSamples(result.samples, style) : "";
  const waste = result.waste
    ? reportWaste(result.waste, "prompt", "got one score for all their answers, which teaches nothing")
    : "";
  return (
    `${reportHead(result, style)}${reportAnswered(result)}${judge}${reportEarnings(result, style)}${taken}${samples}${waste}` +
    `${reportFindings(result.findings, style)}\n${verdict}: ${reportSummary(summarizeFindings(result.findings))}\n`
  );
}
