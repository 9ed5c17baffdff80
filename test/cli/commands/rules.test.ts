import { describe, expect, test } from "vitest";
import { run } from "#test/support/run-in-memory.js";

const now = () => new Date("2026-11-30T09:00:00Z");

describe("rft rules", () => {
  test("the facts in force by group, each with its source and date", async () => {
    const { stdout, exitCode, stderr } = await run(["rules"], { now });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^rules 2026-10: \d+ facts, \d+ of them older than 90 days\n\nmodels\n/);
    for (const group of ["models", "data", "graders", "job", "money", "limits", "sign-in"])
      expect(stdout).toContain(`\n\n${group}\n`);
    expect(stdout).toContain(
      "  validation examples     1,000\n    2025-05-11, 568 days old: Microsoft Learn, 'Reinforcement fine-tuning (R ...\n",
    );
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "base retires 2026-10-16; training no earlier than 2027-04-16 (existing customers); tuned models served until 2027-10-16",
    );
  });

  test("--json has every fact whole, with its age", async () => {
    const { stdout } = await run(["rules", "--json"], { now });
    const document = JSON.parse(stdout) as { facts: { name: string }[] };
    expect(document).toMatchObject({ version: 1, command: "rules", rules: "2026-10" });
    const named = (name: string) => document.facts.find((fact) => fact.name === name);
    expect(named("validationExamples")).toEqual({
      name: "validationExamples",
      group: "data",
      value: 1000,
      source: expect.stringMatching(/up to 1,000 examples"$/) as string,
      date: "2025-05-11",
      ageDays: 568,
      old: true,
    });
    expect(named("globalRegions")).toMatchObject({ date: "2026-10-06", ageDays: 55 });
    expect(named("globalRegions")).not.toHaveProperty("old");
    expect(named("defaultModel")).toMatchObject({ why: expect.stringContaining("the only model") as string });
  });

  test("--rules chooses the set", async () => {
    const { stdout } = await run(["rules", "--rules", "2025-05", "--json"], { now });
    const { rules, facts } = JSON.parse(stdout) as {
      rules: string;
      facts: { name: string; value: unknown }[];
    };
    expect(rules).toBe("2025-05");
    expect(facts.find(({ name }) => name === "suffixLength")?.value).toBe(40);
  });

  test("an unknown set is a wrong usage", async () => {
    expect((await run(["rules", "--rules", "2024-01"], { now })).exitCode).toBe(2);
  });
});
