import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import type { SubgraderConfig } from "#grader/config/grader-config.js";
import { compileTemplate } from "#grader/language/template.js";

/**
 * Compiles the grader with each answer replaced by its reference: its score for a row is the most that a right answer
 * can earn there (usually 1; METEOR gives less for a text against itself, ROUGE gives 0 for texts without tokens).
 * Undefined if a judge or a program decides, or if both sides of a comparison read the answer.
 */
export function compileCeiling({ config, resources }: CompiledGrader): CompiledGrader | undefined {
  if (config.type !== "multi") {
    const part = compareWithItself(config);
    return part && compileConfig(part, resources);
  }
  const graders: Record<string, SubgraderConfig> = {};
  for (const [key, part] of Object.entries(config.graders)) {
    const replaced = compareWithItself(part);
    if (!replaced) return undefined;
    graders[key] = replaced;
  }
  return compileConfig({ ...config, graders }, resources);
}

function compareWithItself(part: SubgraderConfig): SubgraderConfig | undefined {
  if (part.type !== "string_check" && part.type !== "text_similarity") return undefined;
  const { input, reference } = part;
  if (!readsSample(input)) return readsSample(reference) ? { ...part, reference: input } : part;
  return readsSample(reference) ? undefined : { ...part, input: reference };
}

function readsSample(template: string): boolean {
  return compileTemplate(template).references.some(({ namespace }) => namespace === "sample");
}
