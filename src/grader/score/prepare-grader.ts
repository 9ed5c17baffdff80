import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import { loadResources } from "#grader/text-similarity/resources.js";

/**
 * Loads what a compiled grader scores with and gives the grader that has it: needed for the metric `meteor` (WordNet's
 * synonyms), and harmless for every other.
 */
export async function prepareGrader(grader: CompiledGrader): Promise<CompiledGrader> {
  return compileConfig(grader.config, await loadResources(grader.config));
}
