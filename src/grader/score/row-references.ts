import type { RowReference } from "#dataset/validate/validate.js";
import type { Finding } from "#finding.js";
import type { JsonValue } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import { parseGrader } from "#grader/parse/parse-grader.js";

/** What a grader reads of a row, or why that cannot be told. */
export interface GraderReferences {
  references: RowReference[];
  /** What is wrong with the grader; with an error among them there are no references and no grader. */
  findings: Finding[];
  grader?: CompiledGrader;
}

/** The places of a row that a grader's templates read (`item.target`), for the check of the rows. */
export function rowReferences(value: JsonValue, rules: RuleSet): GraderReferences {
  const { grader: config, findings } = parseGrader(value, rules);
  if (!config || findings.some(({ severity }) => severity === "error")) return { references: [], findings };
  const grader = compileConfig(config);
  const compared = new Set(
    grader.asks?.flatMap(({ expected }) => expected.references.map(({ text }) => text)) ?? [],
  );
  const references = grader.references
    .filter(({ namespace }) => namespace === "item")
    .map(({ text, path }) => ({ text, path, compared: compared.has(text) }));
  return { references, findings, grader };
}
