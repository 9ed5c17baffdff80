import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import type { SubgraderConfig } from "#grader/config/grader-config.js";
import { compileTemplate } from "#grader/language/template.js";

/**
 * The grader with each answer replaced by what it is compared with: what it gives a row is the most that the right answer
 * can earn there (1 for most; METEOR gives a text against itself less, ROUGE gives 0 to texts that it drops).
 * Undefined where a judge or a program decides, or a comparison has no side that is only the answer.
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
