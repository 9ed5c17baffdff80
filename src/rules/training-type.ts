import type { ModelRule, RuleSet } from "./rule-set.js";

/**
 * - offered: published for the model, or seen to be taken
 * - refused: not among those published for it, or seen to be refused
 * - unpublished: nothing says which types the model has
 * - unnamed: published for it, but its name in a request was not found
 * - unknown: no name that the service is known to bind
 */
export type TypeStanding = "offered" | "refused" | "unpublished" | "unnamed" | "unknown";

/** Whether names hold one, ignoring case: the service takes `globalStandard` as well as `GlobalStandard` (recorded). */
function includesAnyCase(names: readonly string[], name: string): boolean {
  return names.some((known) => known.toLowerCase() === name.toLowerCase());
}

/** `DataZone`, `data-zone-us`, `DataZoneStandard`: data zone training, under whatever name. */
function isDataZone(type: string): boolean {
  return /^data[\s_-]?zone/i.test(type.trim());
}

function standsFor(label: string, type: string): boolean {
  return label.toLowerCase() === type.trim().toLowerCase() || (isDataZone(label) && isDataZone(type));
}

/** What is known of a training type for a model, whose rule may be unknown. */
export function standingOf(type: string, model: ModelRule | undefined, rules: RuleSet): TypeStanding {
  const { trainingTypes = [], unnamedTrainingTypes = [], refusedTrainingTypes = [] } = model ?? {};
  if (includesAnyCase(refusedTrainingTypes, type)) return "refused";
  if (unnamedTrainingTypes.some((label) => standsFor(label, type))) return "unnamed";
  const isPublished = trainingTypes.length > 0;
  if (isDataZone(type)) return isPublished ? "refused" : "unknown";
  if (!includesAnyCase(rules.trainingTypes.value, type)) return "unknown";
  if (!isPublished) return "unpublished";
  return includesAnyCase(trainingTypes, type) ? "offered" : "refused";
}

const shortTypes = new Map([
  ["developer", "developertier"],
  ["global", "globalstandard"],
]);

/**
 * A training type in one spelling: letters alone, in lower case, `Developer` and `Global` in full. The service answers in
 * lower camel case (recorded, 2025-12); people write the portal's names.
 */
export function typeKey(trainingType: string): string {
  const type = trainingType.toLowerCase().replaceAll(/[^a-z]/g, "");
  return shortTypes.get(type) ?? type;
}

/** Whether a job's training type is the developer tier, whose jobs the service may preempt and resume. */
export function isDeveloperTier(trainingType: unknown): boolean {
  return typeof trainingType === "string" && typeKey(trainingType) === "developertier";
}
