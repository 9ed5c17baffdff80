import type { GraderConfig, MultiGrader } from "#grader/config/grader-config.js";
import { FormulaError, compileFormula } from "#grader/language/expression.js";
import { type Interval, boundFormula } from "#grader/language/interval.js";

/** The lowest and the highest score a grader can give. */
export interface ScoreRange {
  min: number;
  max: number;
  /** False if nothing bounds the score (a python grader, a formula that may divide by 0): then 0 to 1 is a guess. */
  known: boolean;
}

/** The range of a grader's scores. A multi grader's range includes its `invalid_grade` (0 if absent). */
export function scoreRange(config: GraderConfig): ScoreRange {
  switch (config.type) {
    case "string_check":
    case "text_similarity":
    case "label_model":
      return { min: 0, max: 1, known: true };
    case "score_model": {
      const [min, max] = config.range ?? [0, 1];
      return { min, max, known: true };
    }
    case "python":
      return { min: 0, max: 1, known: false };
    case "multi":
      return multiRange(config);
  }
}

function multiRange({
  graders,
  calculate_output: text,
  invalid_grade: invalid = 0,
}: MultiGrader): ScoreRange {
  const variables = new Map<string, Interval>();
  for (const [key, part] of Object.entries(graders)) {
    const { known, ...interval } = scoreRange(part);
    if (known) variables.set(key, interval);
  }
  const bounds = bound(text, variables);
  if (!bounds) return { min: 0, max: 1, known: false };
  return { min: Math.min(bounds.min, invalid), max: Math.max(bounds.max, invalid), known: true };
}

function bound(text: string, variables: ReadonlyMap<string, Interval>): Interval | undefined {
  try {
    return boundFormula(compileFormula(text).root, variables);
  } catch (error) {
    if (error instanceof FormulaError) return undefined;
    throw error;
  }
}
