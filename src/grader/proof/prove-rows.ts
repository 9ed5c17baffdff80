import type { Finding } from "#finding.js";
import type { JsonValue } from "#json/json-value.js";
import { type AnswerScoring, scoreAnswers } from "#grader/attack/score-answers.js";
import type { AttackResult } from "#grader/attack/attack.js";
import { collectCapped } from "./capped-findings.js";
import type { CompiledGrader } from "#grader/score/compile-grader.js";
import { hasJsonFormat } from "#grader/parse/response-schema.js";
import { type AttackProof, proveAttacks } from "./prove-attacks.js";
import type { Outcome } from "#grader/config/grader-part.js";
import {
  type GoldAnswer,
  type GoldProof,
  type GoldResult,
  dueByComparison,
  dueByJudgement,
  proveGold,
} from "./prove-gold.js";
import { sampleRows } from "#dataset/sampling/row-sample.js";
import { sampleFromText } from "#grader/language/sample.js";
import type { Template } from "#grader/language/template.js";
import {
  type GraderRow,
  messagesFinding,
  unresolvedFinding,
  unresolvedReferences,
} from "./unresolved-references.js";

/** How far a check with engines went. */
export interface AnsweredRows {
  rows: number;
  of: number;
}

/** What the data's rows show about a grader. */
export interface RowProof {
  findings: Finding[];
  /** Whether every row has its own response format that makes its answer JSON. */
  everyRowHasFormat: boolean;
  /** Absent if no answer can be built, or the grader cannot run here. */
  gold?: GoldResult;
  /** Absent if none was tried. */
  attacks?: AttackResult[];
  /** Present if engines answered: how many rows were tried, out of how many that could have been. */
  answered?: AnsweredRows;
}

/** Takes rows one by one and keeps at most 1,000 of them. With engines, the rows are scored at the end. */
export interface RowProver {
  readonly add: (row: GraderRow) => void;
  readonly finish: () => Promise<RowProof>;
}

/** What the proof needs besides the grader. */
export interface RowProofOptions {
  responseFormat: JsonValue | undefined;
  attacks: boolean;
  /** The user's own template for the right answer. */
  gold: Template | undefined;
  scoring: AnswerScoring;
}

/** Starts proving a grader on rows; a row that lacks what the grader reads is reported and not scored. */
export function startRowProof(
  grader: CompiledGrader,
  { responseFormat, attacks, gold: template, scoring }: RowProofOptions,
): RowProver {
  const unresolved = collectCapped();
  const gold = proveGold(grader, { responseFormat, template });
  const attack = attacks ? proveAttacks(grader, { responseFormat, scoring }) : undefined;
  const canRun = scoring.static.length === 0;
  const kept = scoring.rows === undefined ? undefined : sampleRows<GraderRow>(scoring.rows);
  let firstFile: string | undefined;
  let withoutFormat = 0;
  let complete = 0;
  const scoreNow = (row: GraderRow) => {
    const answer = gold.build(row);
    if (answer) {
      const outcome = grader.score({ item: row.item, sample: sampleFromText(answer.output) });
      gold.record(answer, outcome, dueByComparison(answer.ceiling ?? 1));
    }
    attack?.add(row, answer?.output);
  };
  return {
    add(row) {
      firstFile ??= row.file;
      if (!hasJsonFormat(row.item["response_format"])) withoutFormat++;
      const missing = unresolvedReferences(grader.references, row.item);
      for (const reference of missing) {
        unresolved.add(reference.text, () => unresolvedFinding(reference, row));
      }
      if (!canRun || missing.length > 0) return;
      complete++;
      if (kept) kept.add(row);
      else scoreNow(row);
    },
    async finish() {
      const rows = kept?.shuffled() ?? [];
      if (kept) await scoreKept(rows, { grader, gold, attack, scoring });
      const report = gold.report();
      const tried = (await attack?.finish(report?.mean)) ?? { attacks: [], findings: [] };
      const findings = [...promptFindings(grader, firstFile), ...unresolved.list(), ...gold.findings()];
      return {
        findings: [...findings, ...tried.findings],
        ...(report && { gold: report }),
        ...(tried.attacks.length > 0 && { attacks: tried.attacks }),
        ...(rows.length > 0 && { answered: { rows: rows.length, of: complete } }),
        everyRowHasFormat: firstFile !== undefined && withoutFormat === 0,
      };
    },
  };
}

/** Scores the right answers of the kept rows with the engines, and adds those rows to the attacks. */
async function scoreKept(
  rows: readonly GraderRow[],
  {
    grader,
    gold,
    attack,
    scoring,
  }: { grader: CompiledGrader; gold: GoldProof; attack: AttackProof | undefined; scoring: AnswerScoring },
): Promise<void> {
  const built = rows.toSorted((a, b) => a.line - b.line).map((row) => ({ row, answer: gold.build(row) }));
  for (const { row, answer } of built) attack?.add(row, answer?.output);
  const answers = built.flatMap(({ answer }) => answer ?? []);
  const scored: { answer: GoldAnswer; outcome: Outcome }[] = [];
  for await (const batch of scoreAnswers([answers], scoring)) scored.push(...batch);
  const due = dueByJudgement(
    grader.config,
    scored.map(({ outcome }) => outcome.value ?? 0),
  );
  for (const { answer, outcome } of scored) {
    gold.record(answer, outcome, answer.ceiling === undefined ? due : dueByComparison(answer.ceiling));
  }
}

function promptFindings(grader: CompiledGrader, file: string | undefined): Finding[] {
  if (file === undefined) return [];
  return grader.references
    .filter(({ namespace, path }) => namespace === "item" && path[0] === "messages")
    .map((reference) => messagesFinding(reference, file));
}
