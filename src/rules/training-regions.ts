import type { Rule } from "./rule-set.js";

/** Regions by the name of a model's rule, as the service writes them. A model that is not here: none are published. */
type RegionsByModel = Readonly<Record<string, readonly string[]>>;

/** Regions that train with the Standard type. */
export const standardRegions: Rule<RegionsByModel> = {
  value: {
    "o4-mini-2025-04-16": ["East US 2", "Sweden Central"],
    "gpt-5-2025-08-07": ["North Central US", "Sweden Central"],
  },
  source:
    "Microsoft Learn, fine-tune-supported-models, last listed in March 2026; the same regions deploy as Standard (fine-tune-standard-deployment-regions, 2026-10-07)",
  date: "2026-03-01",
};

const openWeightRegions = [
  "Australia East",
  "East US",
  "East US 2",
  "Korea Central",
  "North Central US",
  "Sweden Central",
  "Switzerland North",
  "UAE North",
  "UK South",
  "West US 3",
];

/** Regions that train with the GlobalStandard type; none are published for gpt-5 and MAI-Code. */
export const globalRegions: Rule<RegionsByModel> = {
  value: {
    "o4-mini-2025-04-16": [
      "Australia East",
      "Brazil South",
      "Canada Central",
      "Canada East",
      "East US",
      "East US 2",
      "France Central",
      "Germany West Central",
      "Italy North",
      "Japan East",
      "Korea Central",
      "North Central US",
      "Norway East",
      "Poland Central",
      "South Africa North",
      "South Central US",
      "South India",
      "Southeast Asia",
      "Spain Central",
      "Sweden Central",
      "Switzerland North",
      "Switzerland West",
      "UK South",
      "West Europe",
      "West US",
      "West US 3",
    ],
    "Muse-Glimmer-30B": openWeightRegions,
    "qwen3.6-35b-a3b": openWeightRegions,
    "Qwen3.8-27B": openWeightRegions,
    "gpt-oss-120b": openWeightRegions,
  },
  source: "Microsoft Learn, fine-tune-global-training-regions",
  date: "2026-10-06",
};
