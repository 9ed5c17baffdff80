import type { Finding } from "../finding.js";
import type { JsonObject } from "../json.js";
import {
  type AttackName,
  type AttackReport,
  attackFinding,
  contentFreeAttacks,
  reportAttack,
} from "./attack.js";
import type { CompiledGrader } from "./compile-grader.js";
import { sampleRows } from "./row-sample.js";
import { sampleFromText } from "./sample.js";
import { scoreRange } from "./score-range.js";
import { type Tally, createTally } from "./tally.js";
import type { GraderRow } from "./unresolved-references.js";

/** Answers rows with what should earn nothing. */
export interface AttackProof {
  readonly add: (row: GraderRow, gold: string | undefined) => void;
  /** `goldMean`: undefined where no gold answer could be built. */
  readonly finish: (goldMean: number | undefined) => { attacks: AttackReport[]; findings: Finding[] };
}

/** Rows that are kept for answering one row with another's gold; enough for a mean, few enough for long rows. */
const keptRows = 200;

interface AnsweredRow {
  line: number;
  item: JsonObject;
  gold: string;
}

/** Proves that a grader does not pay for nothing; the grader must run here. */
export function proveAttacks(grader: CompiledGrader): AttackProof {
  const tallies: Record<AttackName, Tally> = {
    empty: createTally(),
    whitespace: createTally(),
    echo: createTally(),
    "other-answer": createTally(),
  };
  const answered = sampleRows<AnsweredRow>(keptRows);
  const attempt = (name: AttackName, { line, item }: Omit<AnsweredRow, "gold">, output: string) => {
    const { value } = grader.score({ item, sample: sampleFromText(output) });
    if (value !== null) tallies[name].add(value, { line, output });
  };
  return {
    add(row, gold) {
      for (const name of contentFreeNames) {
        const output = contentFreeAttacks[name](row.item);
        if (output !== undefined) attempt(name, row, output);
      }
      if (gold !== undefined) answered.add({ line: row.line, item: row.item, gold });
    },
    finish(goldMean) {
      const rows = answered.shuffled();
      if (rows.length > 1) {
        rows.forEach((row, index) => attempt("other-answer", row, rows.at(index - 1)?.gold ?? ""));
      }
      return judgeAttacks(grader, tallies, goldMean);
    },
  };
}

const contentFreeNames = ["empty", "whitespace", "echo"] as const;
const attackNames: readonly AttackName[] = [...contentFreeNames, "other-answer"];

function judgeAttacks(
  grader: CompiledGrader,
  tallies: Readonly<Record<AttackName, Tally>>,
  goldMean: number | undefined,
) {
  const range = scoreRange(grader.config);
  const gold = goldMean ?? (range.known ? range.max : undefined);
  const yardstick = { gold, empty: tallies.empty.mean(), range };
  const attacks: AttackReport[] = [];
  const findings: Finding[] = [];
  for (const name of attackNames) {
    const report = reportAttack(name, tallies[name]);
    if (!report) continue;
    attacks.push(report);
    const finding = attackFinding(name, report, yardstick);
    if (finding) findings.push(finding);
  }
  return { attacks, findings };
}
