import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import { loadResources } from "#grader/text-similarity/resources.js";

/**
 * Loads what a compiled grader needs to score and returns the grader with it: required for the metric `meteor`
 * (WordNet's synonyms), harmless for every other.
 */
export async function prepareGrader(grader: CompiledGrader): Promise<CompiledGrader> {
  return compileConfig(grader.config, await loadResources(grader.config));
}
