import { findModel } from "./find-model.js";
import type { Rule } from "./rule-set.js";
import { newestRules } from "./select-rules.js";

/** A type of serverless deployment, by the name of its SKU. */
interface ServerlessType {
  readonly sku: string;
  /** The only regions that have it; absent if no list is published. */
  readonly regions?: readonly string[];
}

/** How models that were trained from a base model are served. */
export interface Serving {
  /** The one to take first; empty if a trained model cannot be deployed serverless. */
  readonly serverless: readonly ServerlessType[];
  /** The other ways, in words. */
  readonly otherwise?: string;
}

const dedicated = "managed compute (preview, billed by GPU-hours) or Fireworks (provisioned throughput only)";

const openWeight: Serving = { serverless: [], otherwise: dedicated };

/** By the name of the base model's rule. A model that is not here: nothing is published. */
export const serving: Rule<Readonly<Record<string, Serving>>> = {
  value: {
    "o4-mini-2025-04-16": {
      serverless: [
        { sku: "GlobalStandard" },
        { sku: "Standard", regions: ["East US 2", "Sweden Central"] },
        { sku: "DataZoneStandard" },
        { sku: "DeveloperTier" },
      ],
    },
    "gpt-5-2025-08-07": {
      serverless: [{ sku: "Standard", regions: ["North Central US", "Sweden Central"] }],
    },
    "MAI-Code-1.1-Flash": { serverless: [{ sku: "GlobalStandard" }] },
    "Muse-Glimmer-30B": openWeight,
    "qwen3.6-35b-a3b": openWeight,
    "Qwen3.8-27B": openWeight,
    "gpt-oss-120b": openWeight,
  },
  source: "Microsoft Learn, fine-tune-supported-models and fine-tune-standard-deployment-regions",
  date: "2026-10-07",
};

/** The publisher, as a deployment's `properties.model.format` names it, by the name of the base model's rule. */
export const deploymentFormats: Rule<Readonly<Record<string, string>>> = {
  value: {
    "o4-mini-2025-04-16": "OpenAI",
    "gpt-5-2025-08-07": "OpenAI",
    "MAI-Code-1.1-Flash": "Microsoft",
    "Muse-Glimmer-30B": "Meta",
    "qwen3.6-35b-a3b": "Alibaba",
    "Qwen3.8-27B": "Alibaba",
    "gpt-oss-120b": "Microsoft",
  },
  source:
    "microsoft/azure-skills, deployment.md: OpenAI, Microsoft (gpt-oss), Alibaba, Meta; MAI-Code and Muse assumed by publisher",
  date: "2026-08-21",
};

/** How a deployment is asked for. */
export const deploymentDefaults: Rule<{ apiVersion: string; capacity: number; nameLength: number }> = {
  value: { apiVersion: "2025-09-01", capacity: 50, nameLength: 64 },
  source:
    "Recorded traffic (Azure/azure-sdk-assets): 50 units, 50,000 tokens a minute, for a trained o4-mini; names of 64 characters: Microsoft Learn",
  date: "2025-12-12",
};

/** The format to deploy a trained model with; that of OpenAI where nothing is known. */
export function formatOf(model: string): string {
  return deploymentFormats.value[findModel(newestRules, model)?.name ?? model] ?? "OpenAI";
}

/** How a trained model is served, by the name of its base or its own; undefined if nothing is published. */
export function servingOf(model: string): Serving | undefined {
  const name = findModel(newestRules, model)?.name;
  return name === undefined ? undefined : serving.value[name];
}
