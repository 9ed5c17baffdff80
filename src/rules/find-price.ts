import { findModel } from "./find-model.js";
import type { GraderPrice, RuleSet } from "./rule-set.js";

/** The price of a judging model; undefined if unknown. */
export function findGraderPrice(rules: RuleSet, model: string): GraderPrice | undefined {
  return rules.graderPrices.find(({ models }) => models.includes(model));
}

/** Whether a judging model (OpenAI's o series) reasons before it answers, and so writes far more than its verdict. */
export function isReasoningModel(model: string): boolean {
  return /^o\d/.test(model);
}

/** Dollars per hour of training, by model and training type; undefined if no price is published. */
export function findTrainingHour(
  rules: RuleSet,
  model: string,
  trainingType: string | undefined,
): number | undefined {
  const hour = rules.trainingHour.value[findModel(rules, model)?.name ?? model];
  // The service returns training types in lower camel case (recorded, 2025-12).
  const isDeveloper = trainingType?.toLowerCase() === "developertier";
  return hour !== undefined && isDeveloper ? hour * rules.developerShare.value : hour;
}
