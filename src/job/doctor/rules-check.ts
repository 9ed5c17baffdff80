import { agedFacts, oldAfterDays } from "#rules/facts.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { DoctorCheck } from "./run-doctor.js";

/** How old the facts in force are. Old ones are no fault of the connection: at most a warning. */
export function rulesCheck(rules: RuleSet, today: Date): DoctorCheck {
  return {
    name: "rules",
    needs: [],
    async run() {
      const facts = agedFacts(rules, today);
      const old = facts.filter((fact) => fact.old === true).length;
      const newest =
        facts
          .map(({ date }) => date)
          .toSorted()
          .at(-1) ?? "";
      const message = `${rules.name}: ${old} of ${facts.length} facts were last read more than ${oldAfterDays} days ago, the newest on ${newest}; rft rules shows them`;
      if (old < facts.length) return { status: "ok", message };
      return {
        status: "warning",
        message,
        hint: "Update rft: models, prices and limits move faster than that.",
      };
    },
  };
}
