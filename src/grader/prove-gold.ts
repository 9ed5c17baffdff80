import type { Finding } from "../finding.js";
import type { JsonValue } from "../json.js";
import { collectCapped } from "./capped-findings.js";
import type { CompiledGrader } from "./compile-grader.js";
import { buildGold } from "./gold.js";
import type { Outcome } from "./grader-part.js";
import { sampleFromText } from "./sample.js";
import { createTally, shorten } from "./tally.js";
import type { GraderRow } from "./unresolved-references.js";

/** The rows' own answers, scored by the grader. */
export interface GoldReport {
  n: number;
  mean: number;
  min: number;
  /** What the grader gives a reference compared with itself. */
  ceiling: number;
}

/** Scores each row's gold answer. */
export interface GoldProof {
  /** Gives the row's gold answer; undefined where none can be built. */
  readonly add: (row: GraderRow) => string | undefined;
  /** Undefined where no row had one. */
  readonly report: () => GoldReport | undefined;
  readonly findings: () => Finding[];
}

// Sums of halves and thirds do not come out even; a real shortfall is larger by far.
const tolerance = 1e-9;

/** Proves that a grader pays the right answer; the grader must run here. */
export function proveGold(grader: CompiledGrader, responseFormat: JsonValue | undefined): GoldProof {
  const tally = createTally();
  const findings = collectCapped();
  const ceiling = grader.ceiling ?? 0;
  return {
    add(row) {
      const output = buildGold(grader, row.item, responseFormat);
      if (output === undefined) return undefined;
      const outcome = grader.score({ item: row.item, sample: sampleFromText(output) });
      const score = outcome.value ?? 0;
      tally.add(score, { line: row.line, output });
      if (outcome.raised.length > 0 || score < ceiling - tolerance) {
        findings.add("gold", () => shortfall(row, { output, outcome, ceiling }));
      }
      return output;
    },
    report: () =>
      tally.n() === 0 ? undefined : { n: tally.n(), mean: tally.mean(), min: tally.min(), ceiling },
    findings: findings.list,
  };
}

function shortfall(
  { file, line }: GraderRow,
  { output, outcome, ceiling }: { output: string; outcome: Outcome; ceiling: number },
): Finding {
  const reason = outcome.detail === undefined ? "" : ` (${outcome.detail})`;
  return {
    code: "gold-not-full-score",
    severity: "error",
    message: `the right answer ${JSON.stringify(shorten(output))} earns ${String(outcome.value)} of ${ceiling}${reason}`,
    help: "Give the reference the form and type that the answer can have: compare text with text and numbers written alike.",
    file,
    line,
  };
}
