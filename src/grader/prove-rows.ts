import type { Finding } from "../finding.js";
import type { JsonValue } from "../json.js";
import type { AttackReport } from "./attack.js";
import { collectCapped } from "./capped-findings.js";
import type { CompiledGrader } from "./compile-grader.js";
import { hasJsonFormat } from "./response-schema.js";
import { proveAttacks } from "./prove-attacks.js";
import { type GoldReport, proveGold } from "./prove-gold.js";
import type { Template } from "./template.js";
import {
  type GraderRow,
  messagesFinding,
  unresolvedFinding,
  unresolvedReferences,
} from "./unresolved-references.js";

/** What the rows of the data say of a grader. */
export interface RowProof {
  findings: Finding[];
  /** Whether every row brings a response format of its own that makes its answer JSON. */
  everyRowHasFormat: boolean;
  /** Absent where no answer can be built, or the grader cannot run here. */
  gold?: GoldReport;
  /** Absent where none was tried. */
  attacks?: AttackReport[];
}

/** Takes rows one after the other and keeps at most 1,000 of them. */
export interface RowProver {
  readonly add: (row: GraderRow) => void;
  readonly finish: () => RowProof;
}

/** What the proof goes by, beside the grader. */
export interface RowProofOptions {
  responseFormat: JsonValue | undefined;
  attacks: boolean;
  /** The right answer as the user wrote it down. */
  gold: Template | undefined;
}

/** Starts to prove a grader on rows; a row that lacks what the grader reads is reported and not scored. */
export function startRowProof(
  grader: CompiledGrader,
  { responseFormat, attacks, gold: template }: RowProofOptions,
): RowProver {
  const unresolved = collectCapped();
  const gold = proveGold(grader, { responseFormat, template });
  const attack = attacks ? proveAttacks(grader, responseFormat) : undefined;
  const canRun = grader.static.length === 0;
  let firstFile: string | undefined;
  let withoutFormat = 0;
  return {
    add(row) {
      firstFile ??= row.file;
      if (!hasJsonFormat(row.item["response_format"])) withoutFormat++;
      const missing = unresolvedReferences(grader.references, row.item);
      for (const reference of missing) {
        unresolved.add(reference.text, () => unresolvedFinding(reference, row));
      }
      if (!canRun || missing.length > 0) return;
      const answer = gold.add(row);
      attack?.add(row, answer);
    },
    finish() {
      const report = gold.report();
      const tried = attack?.finish(report?.mean) ?? { attacks: [], findings: [] };
      const findings = [...promptFindings(grader, firstFile), ...unresolved.list(), ...gold.findings()];
      return {
        findings: [...findings, ...tried.findings],
        ...(report && { gold: report }),
        ...(tried.attacks.length > 0 && { attacks: tried.attacks }),
        everyRowHasFormat: firstFile !== undefined && withoutFormat === 0,
      };
    },
  };
}

function promptFindings(grader: CompiledGrader, file: string | undefined): Finding[] {
  if (file === undefined) return [];
  return grader.references
    .filter(({ namespace, path }) => namespace === "item" && path[0] === "messages")
    .map((reference) => messagesFinding(reference, file));
}
