import { describe, expect, test } from "vitest";
import { loadGrader } from "#grader/parse/read-grader.js";
import { judgeRetirementFindings } from "#job/retirement/judge-retirement.js";
import type { JsonObject } from "#json/json-value.js";
import { datesOfPage } from "#test/support/retirement-page.js";
import { newestRules, selectRules } from "#rules/select-rules.js";
import type { RuleSet } from "#rules/rule-set.js";

const judge = (model: string): JsonObject => ({
  type: "score_model",
  name: "judge",
  model,
  range: [0, 1],
  input: [{ role: "user", content: "Example: 1 for {{item.answer}}. Now {{sample.output_text}}" }],
});

function findings(grader: JsonObject, today: string, rules: RuleSet = newestRules) {
  const { config } = loadGrader(grader, rules);
  if (!config) throw new Error("the grader cannot be read");
  return judgeRetirementFindings(config, rules, { today: new Date(today), dates: datesOfPage });
}

describe("judges (dates as of 2026-09-02, judges as named by the service on 2026-10-03)", () => {
  test.each<[model: string, today: string, severity: string | undefined]>([
    ["o3-mini", "2026-01-05", undefined],
    ["o3-mini", "2026-09-01", "warning"],
    // Named by the service two days after its base was retired.
    ["o3-mini-2025-01-31", "2026-11-30", "warning"],
    ["o3-mini", "2026-11-30", "warning"],
    ["gpt-4.1-nano", "2026-11-30", undefined],
    ["gpt-4.1-nano", "2027-02-01", "warning"],
    ["gpt-4.1-nano-2025-04-14", "2027-04-14", "warning"],
    ["gpt-4.1-nano-2025-04-14", "2027-04-15", "error"],
    // Three versions are in the table; the service takes one of them as a judge.
    ["gpt-4o", "2027-02-01", "warning"],
    ["gpt-4o", "2027-05-01", "error"],
    ["gpt-4o-2024-11-20", "2027-05-01", "error"],
    ["gpt-3.5-turbo", "2030-01-01", undefined],
  ])("%s on %s", (model, today, severity) => {
    expect(findings(judge(model), today).map((one) => one.severity)).toEqual(severity ? [severity] : []);
  });

  test("both facts are said of a judge that was seen after its end", () => {
    const [found] = findings(judge("o3-mini"), "2026-11-30");
    expect(found).toMatchObject({ code: "grader-model-retiring", pointer: "/model" });
    expect(found?.message).toMatch(
      /retired on 2026-10-01, yet the service still named it as a judge on 2026-10-03/,
    );
    expect(found?.help).toContain("Longer last: gpt-4.1-2025-04-14, gpt-4.1-mini-2025-04-14,");
  });

  test("a rule set that saw it before its end only has an error", () => {
    expect(findings(judge("o3-mini-2025-01-31"), "2026-11-30", selectRules("2025-05"))[0]?.severity).toBe(
      "error",
    );
  });

  test("each judge of a multi grader has its place", () => {
    const exact = {
      type: "string_check",
      name: "exact",
      input: "{{sample.output_text}}",
      reference: "{{item.answer}}",
      operation: "eq",
    };
    const graders = { exact, old: judge("o3-mini"), new: judge("gpt-4.1") };
    const multi = { type: "multi", name: "m", graders, calculate_output: "exact + old + new" };
    expect(findings(multi, "2026-11-30").map(({ pointer }) => pointer)).toEqual(["/graders/old/model"]);
  });
});
