import type { ModelRule, RuleSet } from "./rule-set.js";

/**
 * What the rules say of a model. A fine-tuned model (`o4-mini-2025-04-16.ft-<hex>`) is found by its base,
 * because the service takes it as a starting point (recorded traffic, 2025-12). Undefined: not in this rule set.
 */
export function findModel(rules: RuleSet, name: string): ModelRule | undefined {
  const base = name.split(".ft-")[0] ?? name;
  return rules.models.value.find((model) => model.name === base || model.aliases.includes(base));
}
