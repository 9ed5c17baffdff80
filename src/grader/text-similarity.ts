import type { TextSimilarityGrader } from "./config.js";
import { fuzzyMatch } from "./fuzzy-match.js";
import type { GraderPart } from "./grader-part.js";
import { compileTextPair } from "./text-pair.js";

/**
 * Compiles a text_similarity. `fuzzy_match` runs here; every other metric is checked only and scores null.
 * @throws TemplateError
 */
export function compileTextSimilarity(config: TextSimilarityGrader): GraderPart {
  const pair = compileTextPair(config);
  const { references, asks } = pair;
  if (config.evaluation_metric === "fuzzy_match") {
    return {
      references,
      executed: ["text_similarity"],
      static: [],
      asks,
      ceiling: 1,
      score: (scope) => pair.compare(scope, fuzzyMatch),
    };
  }
  const detail = `the metric ${config.evaluation_metric} of text_similarity cannot be computed here`;
  return {
    references,
    executed: [],
    static: [`text_similarity:${config.evaluation_metric}`],
    asks,
    ceiling: null,
    score: () => ({ value: null, raised: [], detail }),
  };
}
