import type { ModelRule, RuleSet } from "./rule-set.js";

/**
 * The rule for a model; undefined if this rule set has none. A fine-tuned model (`o4-mini-2025-04-16.ft-<hex>`) is
 * found by its base, because the service accepts it as a starting point (recorded traffic, 2025-12).
 */
export function findModel(rules: RuleSet, name: string): ModelRule | undefined {
  const base = name.split(".ft-")[0] ?? name;
  return rules.models.value.find((model) => model.name === base || model.aliases.includes(base));
}
