import type { GraderConfig } from "#grader/config/grader-config.js";
import type { Lexicon } from "./lexicon.js";

/** What some graders need to score, too large to load for all. */
export interface GraderResources {
  /** For the metric `meteor`. */
  readonly lexicon?: Lexicon;
}

/** Loads what a grader, or a part of a multi grader, needs to score; nothing for most. */
export async function loadResources(config: GraderConfig): Promise<GraderResources> {
  const parts = config.type === "multi" ? Object.values(config.graders) : [config];
  const needsLexicon = parts.some(
    (part) => part.type === "text_similarity" && part.evaluation_metric === "meteor",
  );
  if (!needsLexicon) return {};
  // Loaded late: unpacking needs zlib, a tenth of the total time of a short check.
  const { loadLexicon } = await import("./load-lexicon.js");
  return { lexicon: await loadLexicon() };
}
