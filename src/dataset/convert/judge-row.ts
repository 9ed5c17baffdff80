import type { JsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { rowChecks } from "#dataset/validate/checks.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import type { RefusedRow } from "./row-conversion.js";

/** Creates the judge of converted rows: it returns the first error `validate-data` would find in the row alone. */
export function createRowJudge(rules: RuleSet): (item: JsonObject) => RefusedRow | undefined {
  const errors: FindingDraft[] = [];
  const report = (draft: FindingDraft) => {
    if (draft.severity === "error") errors.push(draft);
  };
  const running = rowChecks.map((check) =>
    check.start({ role: "training", rules, references: [], requireReference: false, maxFindings: 1, report }),
  );
  return (item) => {
    errors.length = 0;
    for (const check of running) check.row({ line: 1, item, encoded: false });
    // "It has images" tells more than "a message is not text".
    const worst = errors.find(({ code }) => code === "multimodal-content") ?? errors[0];
    return worst && { reason: worst.write().message, code: worst.code };
  };
}
