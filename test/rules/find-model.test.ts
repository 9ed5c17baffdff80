import { describe, expect, test } from "vitest";
import { findMistaken, findModel } from "#rules/find-model.js";
import { newestRules, selectRules } from "#rules/select-rules.js";
import { servingOf } from "#rules/serving.js";
import { globalRegions, standardRegions } from "#rules/training-regions.js";
import { type TypeStanding, standingOf } from "#rules/training-type.js";

describe("a model's names", () => {
  test.each([
    ["o4-mini", "o4-mini-2025-04-16"],
    ["O4-MINI-2025-04-16", "o4-mini-2025-04-16"],
    [" gpt-5 ", "gpt-5-2025-08-07"],
    ["qwen3.6-35b-a3b", "qwen3.6-35b-a3b"],
    ["Qwen3.6-35B-A3B", "qwen3.6-35b-a3b"],
    ["mai-code-1.1-flash", "MAI-Code-1.1-Flash"],
    ["GPT-OSS-120B.ft-01ab", "gpt-oss-120b"],
    ["gpt-oss-20b", undefined],
    ["gpt-4o-mini", undefined],
    ["", undefined],
  ])("%j is %j", (name, expected) => {
    expect(findModel(newestRules, name)?.name).toBe(expected);
  });

  test.each(["gpt-4o-mini", "GPT-4o-mini-2024-07-18", "4o-mini"])(
    "%s is asked for, o4-mini is meant",
    (name) => {
      expect(findMistaken(newestRules, name)?.name).toBe("o4-mini-2025-04-16");
    },
  );

  test("facts by model use the names of rules", () => {
    const names = newestRules.models.value.map(({ name }) => name);
    for (const { value } of [standardRegions, globalRegions])
      expect(names).toEqual(expect.arrayContaining(Object.keys(value)));
    // Of gpt-5.4-mini nothing is published.
    expect(names.filter((name) => servingOf(name) === undefined)).toEqual(["gpt-5.4-mini-2026-03-17"]);
  });

  test("26 regions train o4-mini as GlobalStandard, 10 the open-weight models", () => {
    const counts = Object.values(globalRegions.value).map((regions) => new Set(regions).size);
    expect(counts).toEqual([26, 10, 10, 10, 10]);
    expect(globalRegions.value["o4-mini-2025-04-16"]).not.toContain("UAE North");
  });
});

describe("what is known of a training type", () => {
  test.each<[type: string, model: string, standing: TypeStanding]>([
    ["globalstandard", "qwen3.6-35b-a3b", "offered"],
    ["DeveloperTier", "Muse-Glimmer-30B", "offered"],
    ["Standard", "Qwen3.8-27B", "refused"],
    ["Standard", "o4-mini", "offered"],
    ["developerTier", "gpt-5", "refused"],
    ["Standard", "gpt-5.4-mini", "refused"],
    ["GlobalStandard", "gpt-5.4-mini", "unpublished"],
    ["DataZoneStandard", "o4-mini", "unnamed"],
    ["data zone (us)", "gpt-5", "unnamed"],
    ["DataZone", "gpt-oss-120b", "refused"],
    ["DataZone", "gpt-5.4-mini", "unknown"],
    ["Developer", "o4-mini", "unknown"],
    ["GlobalStandrad", "o4-mini", "unknown"],
    ["Standard", "no-such-model", "unpublished"],
  ])("%s for %s: %s", (type, model, standing) => {
    expect(standingOf(type, findModel(newestRules, model), newestRules)).toBe(standing);
  });

  test("the page of May 2025 has two", () => {
    const rules = selectRules("2025-05");
    expect(standingOf("developerTier", findModel(rules, "o4-mini"), rules)).toBe("unknown");
  });
});
