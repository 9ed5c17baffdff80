import type { RowReference } from "#dataset/validate/validate.js";
import { type CompiledGrader, compileConfig } from "./compile-grader.js";
import type { ParsedGrader } from "#grader/parse/parse-grader.js";

/** What a grader reads from a row; empty, and without a grader, if it has an error. */
export interface GraderReferences {
  references: RowReference[];
  grader?: CompiledGrader;
}

/** The fields of a row that a grader's templates read (`item.target`), for the check of the rows. */
export function rowReferences({ config, errors }: ParsedGrader): GraderReferences {
  if (!config || errors.length > 0) return { references: [] };
  const grader = compileConfig(config);
  const compared = new Set(
    grader.asks?.flatMap(({ expected }) => expected.references.map(({ text }) => text)) ?? [],
  );
  const references = grader.references
    .filter(({ namespace }) => namespace === "item")
    .map(({ text, path }) => ({ text, path, compared: compared.has(text) }));
  return { references, grader };
}
