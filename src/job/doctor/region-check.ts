import type { Rule } from "#rules/rule-set.js";
import { globalRegions, standardRegions } from "#rules/training-regions.js";
import type { DoctorCheck } from "./run-doctor.js";

/** `East US 2` and `eastus2` are one region. */
function plain(region: string): string {
  return region.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** `GlobalStandard for a, b and c (2026-10-06)`, or `for no model`. */
function offered(
  type: string,
  { value, date }: Rule<Readonly<Record<string, readonly string[]>>>,
  here: string,
) {
  const models = Object.entries(value)
    .filter(([, regions]) => regions.some((region) => plain(region) === plain(here)))
    .map(([model]) => model);
  return `${type} for ${models.length === 0 ? "no model" : models.join(", ")} (${date})`;
}

/** Which models this region trains, as far as lists are published. */
export const regionCheck: DoctorCheck = {
  name: "region",
  needs: ["jobs"],
  async run(probes) {
    const here = probes.lastAnswer()?.region;
    if (here === undefined) return { status: "skipped", message: "the answers name none" };
    const types = [
      offered("Standard", standardRegions, here),
      offered("GlobalStandard", globalRegions, here),
    ];
    return { status: "ok", message: `${here} is listed to train ${types.join("; ")}` };
  },
};
