import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { agedFacts, factGroups } from "#rules/facts.js";
import { ruleSetNames } from "#rules/rule-set.js";
import { newestRules, selectRules } from "#rules/select-rules.js";

const today = new Date("2026-11-30T12:00:00Z");
const facts = agedFacts(newestRules, today);

function isRule(value: unknown): value is { value: unknown; source: string; date: string } {
  return typeof value === "object" && value !== null && "value" in value && "source" in value;
}

describe("the facts in force", () => {
  test.each(Object.keys(newestRules).filter((key) => key !== "name"))("%s of the rule set is one", (key) => {
    expect(facts.map(({ name }) => name)).toContain(key);
  });

  test("so is every rule that a file of rules exports", async () => {
    const files = readdirSync("src/rules").filter(
      (file) => file.endsWith(".ts") && !file.startsWith("rules-"),
    );
    const modules = await Promise.all(
      files.map(
        (file) => import(/* @vite-ignore */ resolve("src/rules", file)) as Promise<Record<string, unknown>>,
      ),
    );
    const names = modules.flatMap((module) => Object.keys(module).filter((name) => isRule(module[name])));
    expect(names.length).toBeGreaterThan(8);
    expect(facts.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  test.each(facts.map((fact) => [fact.name, fact] as const))(
    "%s has a source, a date and a group",
    (_, fact) => {
      expect(fact.source.length).toBeGreaterThan(5);
      expect(fact.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(new Date(fact.date).toISOString().slice(0, 10)).toBe(fact.date);
      expect(Date.parse(fact.date)).toBeLessThanOrEqual(Date.now());
      // "other" is where a new fact goes by itself; each of these has been given its place.
      expect(factGroups.slice(0, -1)).toContain(fact.group);
    },
  );

  test("one is old beyond 90 days, and its age is in whole days", () => {
    const suffixLength = { value: 64, source: "A page", date: "2026-09-02" };
    const on = (day: string) =>
      agedFacts({ ...newestRules, suffixLength }, new Date(`${day}T00:00:00Z`)).find(
        ({ name }) => name === "suffixLength",
      );
    expect(on("2026-12-01")).toMatchObject({ ageDays: 90 });
    expect(on("2026-12-01")).not.toHaveProperty("old");
    expect(on("2026-12-02")).toMatchObject({ ageDays: 91, old: true });
    expect(on("2026-01-01")).toMatchObject({ ageDays: 0 });
  });

  test("each rule set has its own, and those that hold everywhere once", () => {
    for (const name of ruleSetNames) {
      const names = agedFacts(selectRules(name), today).map((fact) => fact.name);
      const repeated = names.filter((one, index) => names.indexOf(one) !== index);
      expect(new Set(repeated)).toEqual(new Set(["graderPrices"]));
    }
    const older = agedFacts(selectRules("2025-05"), today);
    expect(older.find((fact) => fact.name === "suffixLength")?.value).toBe(40);
  });
});
