import type { Finding } from "#finding.js";
import type { JsonObject, JsonValue } from "#json/json-value.js";
import { collectCapped } from "./capped-findings.js";
import { compileCeiling } from "#grader/score/compile-ceiling.js";
import type { CompiledGrader } from "#grader/score/compile-grader.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { type Gold, findGold } from "#grader/score/gold.js";
import type { Outcome } from "#grader/config/grader-part.js";
import { scoreRange } from "#grader/parse/score-range.js";
import { createTally, shorten } from "#grader/attack/tally.js";
import { type Template, UnresolvedReference } from "#grader/language/template.js";
import type { GraderRow } from "./unresolved-references.js";
import { decimals } from "#words/quantities.js";

/** The rows' own answers, scored by the grader. */
export interface GoldResult {
  n: number;
  mean: number;
  min: number;
  /** The grader's score for a reference compared with itself, on average over the rows. */
  ceiling: number;
}

/** A row's right answer, and the most it can earn. */
export interface GoldAnswer {
  readonly row: GraderRow;
  readonly item: JsonObject;
  readonly output: string;
  /** The grader's score for the row's reference compared with itself; undefined if a judge or a program decides. */
  readonly ceiling: number | undefined;
}

/** What a right answer should earn. */
export interface Due {
  least: number;
  /** Follows the score in the message: ` of 1`. */
  words: string;
  help: string;
}

/** The score due from a comparison: what the reference earns against itself. */
export function dueByComparison(ceiling: number): Due {
  return {
    least: ceiling,
    words: ` of ${decimals(ceiling, 6)}`,
    help: "Give the reference the form and type that the answer can have: compare text with text and numbers written alike.",
  };
}

/** A judge seldom gives full marks: four fifths of the range counts as full (our choice). */
const fullMark = 0.8;

/**
 * The score due from a judge or a program, where nothing can be compared with itself. If nothing bounds the scores, the
 * best right answer sets the measure.
 */
export function dueByJudgement(config: GraderConfig, scores: readonly number[]): Due {
  const { min, max, known } = scoreRange(config);
  const best = Math.max(0, ...scores);
  const least = known ? min + fullMark * (max - min) : best > 0 ? best : 1;
  const isBest = !known && best > 0;
  return {
    least,
    words: isBest
      ? `, and another row's earns ${decimals(least, 6)}`
      : `, and should earn ${decimals(least, 6)} or more`,
    help: "Look at this row with rft grade: does the grader see the reference, and in the form it expects?",
  };
}

/** Proves row by row that the right answer earns its due. */
export interface GoldProof {
  /** Builds the row's gold answer; undefined if none can be built, or none is allowed (which is reported). */
  readonly build: (row: GraderRow) => GoldAnswer | undefined;
  /** Records what the answer earned, and what it should earn. */
  readonly record: (answer: GoldAnswer, outcome: Outcome, due: Due) => void;
  /** Undefined if no row had a gold answer. */
  readonly report: () => GoldResult | undefined;
  readonly findings: () => Finding[];
}

/** Where the gold answers come from. */
export interface GoldSource {
  responseFormat: JsonValue | undefined;
  /** The user's own template, filled from the item; if absent, answers are built from the comparisons. */
  template: Template | undefined;
}

// Sums of fractions are not exact; a real shortfall is far larger.
const tolerance = 1e-9;

/** Proves that a grader pays the right answer. */
export function proveGold(grader: CompiledGrader, source: GoldSource): GoldProof {
  const tally = createTally();
  const ceilings = createTally();
  const findings = collectCapped();
  const self = compileCeiling(grader);
  const ceilingOf = ({ line, item }: GraderRow) => {
    const outcome = self?.score({ item, sample: { output_text: "" } });
    if (!outcome || outcome.value === null || outcome.raised.length > 0) return grader.ceiling ?? undefined;
    ceilings.add(outcome.value, { line, output: "" });
    return outcome.value;
  };
  return {
    build(row) {
      const gold = goldOf(grader, row, source);
      if (!gold) return undefined;
      const ceiling = ceilingOf(row);
      if ("output" in gold) return { row, item: row.item, output: gold.output, ceiling };
      tally.add(0, { line: row.line, output: "" });
      findings.add("gold", () => impossible(row, gold.impossible));
      return undefined;
    },
    record({ row, output }, outcome, due) {
      const score = outcome.value ?? 0;
      tally.add(score, { line: row.line, output });
      if (outcome.raised.length > 0 || score < due.least - tolerance) {
        findings.add("gold", () => shortfall(row, { output, outcome, due }));
      }
    },
    report() {
      if (tally.n() === 0) return undefined;
      const ceiling = ceilings.n() === 0 ? (grader.ceiling ?? highest(grader.config)) : ceilings.mean();
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

/** A row's right answer as text; undefined if there is none. */
export function goldText(grader: CompiledGrader, row: GraderRow, source: GoldSource): string | undefined {
  const gold = goldOf(grader, row, source);
  return gold && "output" in gold ? gold.output : undefined;
}

function highest(config: GraderConfig): number {
  const { max, known } = scoreRange(config);
  return known ? max : 1;
}

function ceilingFindings(ceiling: number): Finding[] {
  if (ceiling > 1 - tolerance) return [];
  return [
    {
      code: "gold-ceiling-below-one",
      severity: "warning",
      message: `a reference compared with itself earns ${decimals(ceiling, 6)} on average: no answer can earn 1`,
      help: "Let the weights add up to 1, or take a metric that gives a text against itself 1, such as fuzzy_match.",
    },
  ];
}

function shortfall(
  { file, line }: GraderRow,
  { output, outcome, due }: { output: string; outcome: Outcome; due: Due },
): Finding {
  const reason = outcome.detail === undefined ? "" : ` (${outcome.detail})`;
  return {
    code: "gold-not-full-score",
    severity: "error",
    message: `the right answer ${JSON.stringify(shorten(output))} earns ${decimals(outcome.value ?? 0, 6)}${due.words}${reason}`,
    help: due.help,
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
