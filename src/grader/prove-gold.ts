import type { Finding } from "../finding.js";
import type { JsonValue } from "../json.js";
import { collectCapped } from "./capped-findings.js";
import { compileCeiling } from "./compile-ceiling.js";
import type { CompiledGrader } from "./compile-grader.js";
import { type Gold, findGold } from "./gold.js";
import type { Outcome } from "./grader-part.js";
import { sampleFromText } from "./sample.js";
import { createTally, shorten } from "./tally.js";
import { type Template, UnresolvedReference } from "./template.js";
import type { GraderRow } from "./unresolved-references.js";

/** The rows' own answers, scored by the grader. */
export interface GoldReport {
  n: number;
  mean: number;
  min: number;
  /** What the grader gives a reference compared with itself, on average over the rows. */
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

/** Where the gold answers come from. */
export interface GoldSource {
  responseFormat: JsonValue | undefined;
  /** The answer written out by the user, read from the item; built from the comparisons where absent. */
  template: Template | undefined;
}

// Sums of halves and thirds do not come out even; a real shortfall is larger by far.
const tolerance = 1e-9;

/** Proves that a grader pays the right answer; the grader must run here. */
export function proveGold(grader: CompiledGrader, source: GoldSource): GoldProof {
  const tally = createTally();
  const ceilings = createTally();
  const findings = collectCapped();
  const self = compileCeiling(grader);
  const ceilingOf = ({ line, item }: GraderRow) => {
    const outcome = self?.score({ item, sample: { output_text: "" } });
    if (!outcome || outcome.value === null || outcome.raised.length > 0) return grader.ceiling ?? 1;
    ceilings.add(outcome.value, { line, output: "" });
    return outcome.value;
  };
  return {
    add(row) {
      const gold = goldOf(grader, row, source);
      if (!gold) return undefined;
      const ceiling = ceilingOf(row);
      if ("impossible" in gold) {
        tally.add(0, { line: row.line, output: "" });
        findings.add("gold", () => impossible(row, gold.impossible));
        return undefined;
      }
      const { output } = gold;
      const outcome = grader.score({ item: row.item, sample: sampleFromText(output) });
      const score = outcome.value ?? 0;
      tally.add(score, { line: row.line, output });
      if (outcome.raised.length > 0 || score < ceiling - tolerance) {
        findings.add("gold", () => shortfall(row, { output, outcome, ceiling }));
      }
      return output;
    },
    report() {
      if (tally.n() === 0) return undefined;
      const ceiling = ceilings.n() === 0 ? (grader.ceiling ?? 1) : ceilings.mean();
      return { n: tally.n(), mean: tally.mean(), min: tally.min(), ceiling };
    },
    findings: () => [...ceilingFindings(ceilings.n() === 0 ? 1 : ceilings.mean()), ...findings.list()],
  };
}

function goldOf(grader: CompiledGrader, { item }: GraderRow, { template, responseFormat }: GoldSource): Gold {
  if (!template) return findGold(grader, item, responseFormat);
  try {
    return { output: template.render({ item, sample: { output_text: "" } }) };
  } catch (error) {
    if (error instanceof UnresolvedReference) return undefined;
    throw error;
  }
}

/** A row's right answer as text; undefined where there is none. */
export function goldText(grader: CompiledGrader, row: GraderRow, source: GoldSource): string | undefined {
  const gold = goldOf(grader, row, source);
  return gold && "output" in gold ? gold.output : undefined;
}

function ceilingFindings(ceiling: number): Finding[] {
  if (ceiling > 1 - tolerance) return [];
  return [
    {
      code: "gold-ceiling-below-one",
      severity: "warning",
      message: `a reference compared with itself earns ${round(ceiling)} on average: no answer can earn 1`,
      help: "Let the weights add up to 1, or take a metric that gives a text against itself 1, such as fuzzy_match.",
    },
  ];
}

function shortfall(
  { file, line }: GraderRow,
  { output, outcome, ceiling }: { output: string; outcome: Outcome; ceiling: number },
): Finding {
  const reason = outcome.detail === undefined ? "" : ` (${outcome.detail})`;
  return {
    code: "gold-not-full-score",
    severity: "error",
    message: `the right answer ${JSON.stringify(shorten(output))} earns ${round(outcome.value ?? 0)} of ${round(ceiling)}${reason}`,
    help: "Give the reference the form and type that the answer can have: compare text with text and numbers written alike.",
    file,
    line,
  };
}

function impossible({ file, line }: GraderRow, reason: string): Finding {
  return {
    code: "gold-not-full-score",
    severity: "error",
    message: `no allowed answer equals this row's reference: the response format's schema takes ${reason}`,
    help: "Write the reference as the schema writes it, or let the schema take what the references hold.",
    file,
    line,
  };
}

function round(score: number): string {
  return String(Number(score.toFixed(6)));
}
