/** The share of validation answers that could not be parsed. */
export const validParseError = "full_valid_mean_parse_error";

/** The share of a step's samples that got no reward. */
export const unresponsiveRewards = "mean_unresponsive_rewards";

type Side = "train" | "valid";

/** What can go wrong with an answer, as the result file's names say it. */
export const errorKinds = ["sample_parse", "invalid_variable", "other"] as const;

/** `errors/graders/<type>/<name>/errors/train_other_error_mean`, of the service's result file (2026-04). */
const errorShare = new RegExp(`^errors/(?:.*/)?(train|valid)_(${errorKinds.join("|")})_error_mean$`);

/** True of a grader's share of answers with an error of that kind. */
export function isErrorShare(name: string, kind: (typeof errorKinds)[number], side?: Side): boolean {
  const [, ofSide, ofKind] = errorShare.exec(name) ?? [];
  return ofKind === kind && (side === undefined || ofSide === side);
}

/** True of a share of answers that could not be parsed: validation's, where no side is named. */
export function isParseError(name: string, side?: Side): boolean {
  return (name === validParseError && side !== "train") || isErrorShare(name, "sample_parse", side);
}

/** True of a share of answers that a grader failed on. */
export function isGraderError(name: string, side?: Side): boolean {
  return isErrorShare(name, "invalid_variable", side) || isErrorShare(name, "other", side);
}
