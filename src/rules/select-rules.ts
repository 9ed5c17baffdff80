import { type RuleSet, type RuleSetName, ruleSetNames } from "./rule-set.js";
import { rules2025_05 } from "./rules-2025-05.js";
import { rules2026_10 } from "./rules-2026-10.js";

const ruleSets: Record<RuleSetName, RuleSet> = { "2025-05": rules2025_05, "2026-10": rules2026_10 };

/** The newest rule set, used by default. */
export const newestRules: RuleSet = rules2026_10;

/** True for the name of a rule set in this version. */
export function isRuleSetName(name: string): name is RuleSetName {
  return (ruleSetNames as readonly string[]).includes(name);
}

export function selectRules(name: RuleSetName): RuleSet {
  return ruleSets[name];
}
