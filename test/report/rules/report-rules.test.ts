import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import { nameInWords, valueInWords } from "#report/rules/fact-words.js";
import { reportRules } from "#report/rules/report-rules.js";
import { agedFacts } from "#rules/facts.js";
import { ruleSetNames } from "#rules/rule-set.js";
import { newestRules, selectRules } from "#rules/select-rules.js";

const style = new Chalk({ level: 0 });
const today = new Date("2026-11-30T12:00:00Z");

describe("the facts in words", () => {
  test.each(ruleSetNames.flatMap((name) => [60, 80, 100].map((width) => [name, width] as const)))(
    "%s fits %i columns",
    (name, width) => {
      const rules = selectRules(name);
      const text = reportRules({ rules, facts: agedFacts(rules, today) }, { width, style });
      expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
    },
  );

  test("a fact that comes later shows by itself", () => {
    const rule = { value: { first: 1500, laterOn: ["a", "b"] }, source: "A page", date: "2026-11-01" };
    const rules = { ...newestRules, newRule: rule };
    const facts = agedFacts(rules, today);
    expect(facts.at(-1)).toEqual({ name: "newRule", group: "other", ...rule, ageDays: 29 });
    const text = reportRules({ rules, facts }, { width: 80, style });
    expect(text).toContain(
      "other\n  new rule                first 1,500; later on a, b\n    2026-11-01: A page\n",
    );
  });

  test.each([
    [50_000, "", "50,000"],
    [512 * 1024 ** 2, "fileBytes", "512 MB"],
    [256_000, "pythonSourceBytes", "256,000"],
    [0.5, "", "0.5"],
    [true, "", "yes"],
    [["a", "b"], "", "a, b"],
    [{ min: 1, max: 50 }, "", "1 to 50"],
    [{ min: 1, max: Number.MAX_SAFE_INTEGER }, "", "1 or more"],
    [{ min: Number.MIN_VALUE, max: Number.MAX_VALUE }, "", "above 0"],
    [{ low: 1, likely: 2, high: 3 }, "", "1 to 3, likely 2"],
    [{ "o4-mini-2025-04-16": 100 }, "", "o4-mini-2025-04-16 100"],
    [{ n_epochs: { allowed: { min: 1, max: 2 } } }, "", "n_epochs (allowed 1 to 2)"],
    [[{ a: 1 }, { a: 2 }], "", "a 1; a 2"],
  ])("%j is %s %s", (value, name, words) => {
    expect(valueInWords(value, name)).toBe(words);
  });

  test("a name in words", () => expect(nameInWords("pythonGraderVersion")).toBe("python grader version"));
});
