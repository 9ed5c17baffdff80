import type { TextSimilarityGrader } from "#grader/config/grader-config.js";
import type { GraderPart } from "#grader/config/grader-part.js";
import type { GraderResources } from "#grader/text-similarity/resources.js";
import { compileTextPair } from "./text-pair.js";
import { findMetric } from "#grader/text-similarity/metric.js";

/**
 * Compiles a text_similarity. Every metric runs here but `cosine`, which is only checked and scores null.
 * @throws TemplateError
 */
export function compileTextSimilarity(config: TextSimilarityGrader, resources: GraderResources): GraderPart {
  const pair = compileTextPair(config);
  const { references, asks } = pair;
  const metric = findMetric(config.evaluation_metric, resources.lexicon);
  if (metric) {
    return {
      references,
      executed: ["text_similarity"],
      static: [],
      asks,
      ceiling: config.evaluation_metric === "fuzzy_match" ? 1 : null,
      score: (scope) => pair.compare(scope, metric),
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
