import type { Finding } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import type { GraderConfig, MultiGrader, SubgraderConfig } from "#grader/config/grader-config.js";
import { compileFormula } from "#grader/language/expression.js";
import { type FormulaProbe, type Witness, probeFormula } from "#grader/language/formula-probe.js";
import { scoreRange } from "./score-range.js";
import type { PlacedGrader } from "./placed-graders.js";
import { significant } from "#words/quantities.js";

// A sum of tenths can miss 1 by the last digit.
const tolerance = 1e-9;

/**
 * Finds scores of the whole grader that can leave 0 to 1 ("Return floating point numbers between 0 and 1", Microsoft
 * Learn, 2025-05), and pass thresholds that no score, or every score, reaches.
 */
export function rangeFindings(placed: readonly PlacedGrader[]): Finding[] {
  const [whole] = placed;
  return [...(whole ? scoreFindings(whole.config) : []), ...placed.flatMap(thresholdFindings)];
}

function scoreFindings(config: GraderConfig): Finding[] {
  if (config.type === "multi") return formulaScoreFindings(config);
  const { min, max, known } = scoreRange(config);
  if (!known || (min >= 0 && max <= 1)) return [];
  return [
    outOfRange("/range", {
      message: `the range is ${min} to ${max}, and rewards are meant to lie between 0 and 1`,
      help: "Ask the judge for 0 to 1, or keep in mind that every reward, mean and threshold is on this other scale.",
    }),
  ];
}

function outOfRange(pointer: string, text: { message: string; help: string }): Finding {
  return { code: "score-out-of-range", severity: "warning", ...text, pointer };
}

/** Findings on the values a multi grader's formula can reach, and on sub-graders it reads that make no difference. */
function formulaScoreFindings(config: MultiGrader): Finding[] {
  const { least, most, undefinedAt, idle } = probe(config);
  const findings: Finding[] = [];
  const outside =
    most && most.value > 1 + tolerance ? most : least && least.value < -tolerance ? least : undefined;
  if (outside) {
    findings.push(
      outOfRange("/calculate_output", {
        message: `calculate_output gives ${significant(outside.value, 6)} where ${describe(outside.variables)}; rewards are meant to lie between 0 and 1`,
        help: "Make the weights add up to 1, or bound the result: max(0, min(1, ...)).",
      }),
    );
  }
  if (undefinedAt) {
    findings.push(
      outOfRange("/calculate_output", {
        message: `calculate_output has no value where ${describe(undefinedAt.variables)}: ${undefinedAt.reason}`,
        help: "Keep divisors, roots and logarithms away from 0 and below: 2 * p * r / max(p + r, 1e-9).",
      }),
    );
  }
  return [...findings, ...idle.map(idleFinding)];
}

function idleFinding(key: string): Finding {
  return {
    code: "subgrader-unused",
    severity: "warning",
    message: `the sub-grader "${key}" stands in calculate_output and never changes its value`,
    help: "Correct the formula or remove the sub-grader; it costs time and its errors still count.",
    pointer: jsonPointer(["graders", key]),
  };
}

function probe(config: MultiGrader): FormulaProbe {
  const { graders, calculate_output: text } = config;
  const formula = compileFormula(text);
  const domains = new Map<string, readonly number[]>();
  for (const name of formula.names) {
    const part = Object.hasOwn(graders, name) ? graders[name] : undefined;
    if (part) domains.set(name, domainOf(part));
  }
  const { min, max, known } = scoreRange(config);
  return probeFormula(formula, domains, known && min >= 0 && max <= 1);
}

/** 0 and 1 if a grader gives nothing else; otherwise its bounds and some values between them. */
function domainOf(part: SubgraderConfig): number[] {
  const { min, max } = scoreRange(part);
  if (part.type === "string_check" || part.type === "label_model") return [0, 1];
  return [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1].map((share) => min + share * (max - min));
}

function thresholdFindings({ path, config }: PlacedGrader): Finding[] {
  const threshold = config.pass_threshold;
  const { min, max, known } = scoreRange(config);
  if (threshold === undefined || !known || (threshold >= min && threshold <= max + tolerance)) return [];
  return [
    {
      code: "threshold-out-of-range",
      severity: "warning",
      message: `pass_threshold is ${threshold}, and the score lies between ${significant(min, 6)} and ${significant(max, 6)}: ${threshold > max ? "nothing" : "everything"} passes`,
      help: "Give a threshold inside the score's range; an answer passes where its score is at least that.",
      pointer: jsonPointer([...path, "pass_threshold"]),
    },
  ];
}

function describe(variables: Witness["variables"]): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name} is ${significant(value, 6)}`)
    .join(", ");
}
