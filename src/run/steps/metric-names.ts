/** The share of validation answers that could not be parsed. */
export const validParseError = "full_valid_mean_parse_error";

/** The share of a step's samples that got no reward. */
export const unresponsiveRewards = "mean_unresponsive_rewards";

/** Whose answers a metric counts. */
export type Side = "train" | "valid";

/** A side as people say it. */
export const sideWords: Readonly<Record<Side, string>> = { train: "training", valid: "validation" };

/** The side that a metric's name says; undefined if it says none. */
export function sideOf(name: string): Side | undefined {
  const [, side] = /(?:^|[/_])(train|valid)_[^/]*$/.exec(name) ?? [];
  return side === "train" || side === "valid" ? side : undefined;
}

/** The kinds of error an answer can have, by the result file's names. */
export const errorKinds = ["sample_parse", "invalid_variable", "other"] as const;

/**
 * `errors/graders/<type>/<name>/errors/train_other_error_mean`, in the service's result file (2026-04). Whatever stands
 * before the last part: a rule that pauses a paid job must not miss a path that has grown.
 */
const errorShare = new RegExp(`(?:^|/)(train|valid)_(${errorKinds.join("|")})_error_mean$`);

/** True for a grader's share of answers with an error of this kind. */
export function isErrorShare(name: string, kind: (typeof errorKinds)[number], side?: Side): boolean {
  const [, ofSide, ofKind] = errorShare.exec(name) ?? [];
  return ofKind === kind && (side === undefined || ofSide === side);
}

/** True for a share of answers that could not be parsed; `validParseError` counts as validation's. */
export function isParseError(name: string, side?: Side): boolean {
  return (name === validParseError && side !== "train") || isErrorShare(name, "sample_parse", side);
}

/** True for a share of answers that a grader failed on. */
export function isGraderError(name: string, side?: Side): boolean {
  return isErrorShare(name, "invalid_variable", side) || isErrorShare(name, "other", side);
}
