import { findModel } from "./find-model.js";
import type { GraderPrice, RuleSet, Spread } from "./rule-set.js";
import { typeKey } from "./training-type.js";

/** The price of a judging model; undefined if unknown. */
export function findGraderPrice(rules: RuleSet, model: string): GraderPrice | undefined {
  return rules.graderPrices.find(({ models }) => models.includes(model));
}

/** Whether a judging model (OpenAI's o series) reasons before it answers, and so writes far more than its verdict. */
export function isReasoningModel(model: string): boolean {
  return /^o\d/.test(model);
}

/**
 * Dollars per hour of training as a range, by model and training type; undefined if no price of either is published. The
 * service spells training types as it likes (`globalStandard`, recorded 2025-12; `globalstandard`, 2026-04).
 */
export function findTrainingHour(
  rules: RuleSet,
  model: string,
  trainingType: string | undefined,
): Spread | undefined {
  const hour = rules.trainingHour.value[findModel(rules, model)?.name ?? model];
  const key = typeKey(trainingType ?? rules.defaultTrainingType.value);
  const [, share] =
    Object.entries(rules.trainingTypePrices.value).find(([type]) => type.toLowerCase() === key) ?? [];
  if (hour === undefined || !share) return undefined;
  return { low: hour * share.low, likely: hour * share.likely, high: hour * share.high };
}
