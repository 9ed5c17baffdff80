import type { ModelRule, RuleSet } from "./rule-set.js";

/** The base of a fine-tuned model (`o4-mini-2025-04-16.ft-<hex>`); other names as they are. */
export function baseOf(name: string): string {
  return name.split(".ft-")[0] ?? name;
}

/** A model's name in lower case, without the date at its end. */
export function withoutDate(name: string): string {
  return name.toLowerCase().replace(/-\d{4}-\d{2}-\d{2}$/, "");
}

/**
 * The rule for a model; undefined if this rule set has none. Names are understood in any case, and as Microsoft's table
 * has them. A fine-tuned model is found by its base, because the service accepts it as a starting point (recorded
 * traffic, 2025-12).
 */
export function findModel(rules: RuleSet, name: string): ModelRule | undefined {
  const base = baseOf(name).trim();
  const models = rules.models.value;
  return models.find((model) => isNameOf(model, base)) ?? models.find((model) => isMeantBy(model, base));
}

/** Whether the service was seen to take a name, or says that it does. */
export function isNameOf({ name, aliases }: ModelRule, base: string): boolean {
  return name === base || aliases.includes(base);
}

function isMeantBy({ name, aliases, tableName }: ModelRule, base: string): boolean {
  const names = [name, ...aliases, ...(tableName === undefined ? [] : [tableName])];
  return names.some((one) => one.toLowerCase() === base.toLowerCase());
}

/** The model that people mean by the name of another one, with or without a date at its end. */
export function findMistaken(rules: RuleSet, name: string): ModelRule | undefined {
  const plain = withoutDate(baseOf(name).trim());
  return rules.models.value.find(({ mistakenNames }) => mistakenNames?.includes(plain));
}
