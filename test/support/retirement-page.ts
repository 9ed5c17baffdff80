import { readFileSync } from "node:fs";
import type { RetirementRule } from "#rules/retirement.js";
import { makeTable } from "#scripts/update-retirement.mjs";

/** A page in the shape of Microsoft's, as of 2026-09-02. */
export const retirementPage = readFileSync("fixtures/pages/model-retirement-schedule.md", "utf8");

const { date, ...value } = makeTable(retirementPage);

/** Its dates: what tests expect of them does not change when the rules are renewed. */
export const datesOfPage: RetirementRule = {
  value,
  date,
  source: "Microsoft Learn, 'Model retirement schedule'",
};
