import { describe, expect, test } from "vitest";
import { modelRetirementFinding } from "#job/retirement/model-retirement.js";
import { datesOfPage } from "#test/support/retirement-page.js";
import { newestRules, selectRules } from "#rules/select-rules.js";

function findings(model: string, today: string, end?: string) {
  const window = {
    today: new Date(`${today}T12:00:00Z`),
    dates: datesOfPage,
    ...(end !== undefined && { end: new Date(end) }),
  };
  const found = modelRetirementFinding(model, newestRules, window);
  return found ? [found] : [];
}

const severities = (model: string, today: string) =>
  findings(model, today).map(({ code, severity }) => `${code} ${severity}`);

const warning = ["model-retired warning"];
const error = ["model-retired error"];

describe("when a model is to be trained (dates as of 2026-09-02)", () => {
  test.each<[model: string, today: string, expected: string[]]>([
    // Its base retires 2026-10-16, its training no earlier than 2027-04-16 for existing customers.
    ["o4-mini-2025-04-16", "2026-01-05", []],
    ["o4-mini-2025-04-16", "2026-07-17", []],
    ["o4-mini-2025-04-16", "2026-07-18", warning],
    ["o4-mini-2025-04-16", "2026-10-16", warning],
    ["o4-mini-2025-04-16", "2026-11-30", warning],
    ["o4-mini", "2026-11-30", warning],
    ["O4-Mini", "2026-11-30", warning],
    ["o4-mini-2025-04-16.ft-0123abcd", "2026-11-30", warning],
    ["o4-mini-2025-04-16", "2027-04-16", warning],
    ["o4-mini-2025-04-16", "2027-04-17", error],
    ["o4-mini-2025-04-16", "2028-01-01", error],
    // Nothing is published of its training: it ends with the base.
    ["gpt-5", "2026-11-10", []],
    ["gpt-5", "2026-11-11", warning],
    ["gpt-5-2025-08-07", "2027-02-09", warning],
    ["gpt-5-2025-08-07", "2027-02-10", error],
    // A model without a date, one the table lacks, one that no rule knows but the table has.
    ["gpt-oss-120b", "2030-01-01", []],
    ["qwen3.6-35b-a3b", "2030-01-01", []],
    ["gpt-4o-2024-05-13", "2026-11-30", error],
    ["gpt-4o", "2026-11-30", []],
    ["no-such-model", "2026-11-30", []],
  ])("%s on %s", (model, today, expected) => {
    expect(severities(model, today)).toEqual(expected);
  });

  test("what depends on who trains is said with all three dates and their source", () => {
    const [found] = findings("o4-mini", "2026-11-30");
    expect(found?.message).toBe(
      "o4-mini-2025-04-16 was retired on 2026-10-16 for customers new to it; for existing ones its training retires no earlier than 2027-04-16; what is trained from it is served until 2027-10-16",
    );
    expect(found?.help).toContain("'Model retirement schedule', 2026-09-02");
  });

  test("a coming date says how far away it is, and whether the job outlives it", () => {
    expect(findings("gpt-5", "2027-02-07")[0]?.message).toContain("retires on 2027-02-09, in 2 days");
    expect(findings("gpt-5", "2027-02-09")[0]?.message).toContain("2027-02-09, today");
    const long = findings("gpt-5", "2027-02-08", "2027-02-10T00:00:00Z");
    expect(long[0]?.message).toContain("tomorrow, before this job's likely end");
  });

  test("a long job moves the days on which it is said", () => {
    expect(findings("gpt-5", "2026-11-01")).toEqual([]);
    expect(findings("gpt-5", "2026-11-01", "2026-11-15T00:00:00Z")).toHaveLength(1);
  });

  test("the dates hold in every rule set", () => {
    const today = new Date("2027-06-01");
    expect(
      modelRetirementFinding("o4-mini", selectRules("2025-05"), { today, dates: datesOfPage })?.severity,
    ).toBe("error");
  });
});
