import type { Finding } from "#finding.js";
import { comparisonFindings } from "./comparison-findings.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { rangeFindings } from "./range-findings.js";
import { judgeFindings } from "./judge-findings.js";
import { placedGraders } from "./placed-graders.js";

/**
 * Likely mistakes in a grader that the service would accept: comparisons that cannot tell answers apart, judges asked
 * for prose, scores outside 0 to 1. Its templates and formula must be readable.
 */
export function staticFindings(config: GraderConfig): Finding[] {
  const placed = placedGraders(config);
  return [...placed.flatMap(comparisonFindings), ...placed.flatMap(judgeFindings), ...rangeFindings(placed)];
}
