import { findModel } from "./find-model.js";
import type { GraderPrice, RuleSet } from "./rule-set.js";

/** What a judging model costs; undefined where no price is known. */
export function findGraderPrice(rules: RuleSet, model: string): GraderPrice | undefined {
  return rules.graderPrices.find(({ models }) => models.includes(model));
}

/** Whether a judging model reasons before it answers, and so writes far more than its verdict: OpenAI's o series. */
export function isReasoningModel(model: string): boolean {
  return /^o\d/.test(model);
}

/** Dollars an hour of training, by model and training type; undefined where no price is published. */
export function findTrainingHour(
  rules: RuleSet,
  model: string,
  trainingType: string | undefined,
): number | undefined {
  const hour = rules.trainingHour.value[findModel(rules, model)?.name ?? model];
  // The service echoes training types in lower camel case (recorded, 2025-12).
  const isDeveloper = trainingType?.toLowerCase() === "developertier";
  return hour !== undefined && isDeveloper ? hour * rules.developerShare.value : hour;
}
