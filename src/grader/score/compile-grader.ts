import { RftError } from "#errors.js";
import type { RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";
import type { GraderConfig, SubgraderConfig } from "#grader/config/grader-config.js";
import type { GraderPart } from "#grader/config/grader-part.js";
import { compileMulti } from "./multi.js";
import { parseGrader } from "#grader/parse/parse-grader.js";
import type { GraderResources } from "#grader/text-similarity/resources.js";
import { compileStaticGrader } from "./static-grader.js";
import { compileStringCheck } from "./string-check.js";
import { compileTextSimilarity } from "./text-similarity.js";

/** A grader that has been checked and made ready to score samples. */
export interface CompiledGrader extends GraderPart {
  /** The grader's own name, else its type. */
  readonly name: string;
  readonly type: GraderConfig["type"];
  readonly config: GraderConfig;
  /** What it needs to score; if it needs anything, empty until `prepareGrader`. */
  readonly resources: GraderResources;
}

/**
 * Checks and compiles a grader configuration; rules default to the newest set. A grader with the metric `meteor` scores
 * only after `prepareGrader`.
 * @throws RftError `input` with the first finding of severity error.
 */
export function compileGrader(config: unknown, options: { rules?: RuleSet } = {}): CompiledGrader {
  const { config: grader, errors } = parseGrader(config, options.rules ?? newestRules);
  const [fault] = errors;
  if (fault) {
    throw new RftError("input", `grader${fault.pointer ?? ""}: ${fault.message} (${fault.code})`, {
      hint: fault.help,
    });
  }
  if (!grader) throw new RftError("internal", "a grader without a shape was reported without a finding");
  return compileConfig(grader);
}

/**
 * Compiles a configuration of valid shape; without the resources it needs, `score` throws.
 * @throws TemplateError or FormulaError if a template or the formula cannot be read.
 */
export function compileConfig(config: GraderConfig, resources: GraderResources = {}): CompiledGrader {
  const part =
    config.type === "multi"
      ? compileMulti(config, compileParts(config.graders, resources))
      : compilePart(config, resources);
  return { ...part, name: config.name ?? config.type, type: config.type, config, resources };
}

function compileParts(
  graders: Readonly<Record<string, SubgraderConfig>>,
  resources: GraderResources,
): Map<string, GraderPart> {
  return new Map(Object.entries(graders).map(([key, config]) => [key, compilePart(config, resources)]));
}

function compilePart(config: SubgraderConfig, resources: GraderResources): GraderPart {
  switch (config.type) {
    case "string_check":
      return compileStringCheck(config);
    case "text_similarity":
      return compileTextSimilarity(config, resources);
    case "score_model":
    case "python":
    case "label_model":
      return compileStaticGrader(config);
  }
}
