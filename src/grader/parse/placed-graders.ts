import type { GraderConfig, SubgraderConfig } from "#grader/config/grader-config.js";

/** A grader, or a part of a multi grader, and its path. */
export interface PlacedGrader {
  readonly path: readonly string[];
  readonly config: GraderConfig;
}

/** The grader itself and, for a multi grader, each of its parts. */
export function placedGraders(config: GraderConfig): PlacedGrader[] {
  return config.type === "multi"
    ? [{ path: [], config }, ...placedParts(config.graders)]
    : [{ path: [], config }];
}

function placedParts(graders: Readonly<Record<string, SubgraderConfig>>): PlacedGrader[] {
  return Object.entries(graders).map(([key, config]) => ({ path: ["graders", key], config }));
}
