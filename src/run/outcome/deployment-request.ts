import type { JsonObject } from "#json/json-value.js";
import type { RunResult } from "./run-result.js";

/** Deploys a step of a run by Azure Resource Manager; shell variables stand in for the resource's names. */
export interface DeploymentRequest {
  method: "PUT";
  url: string;
  body: JsonObject;
}

// As recorded (Azure/azure-sdk-assets, 2026); Microsoft Learn has 2024-10-01 and 2024-10-21.
const apiVersion = "2025-09-01";
const capacity = 50;
/** The most characters a deployment's name may have (Microsoft Learn, 2026). */
const longestName = 64;

function deploymentName({ settings }: RunResult, step: number): string {
  const ending = `-step-${step}`;
  const start = (settings?.suffix ?? "rft").replaceAll(/[^\w-]/g, "-");
  return start.slice(0, longestName - ending.length) + ending;
}

/** The request that deploys the step to use; undefined if no checkpoint of an evaluated step is known. */
export function deploymentRequest(run: RunResult): DeploymentRequest | undefined {
  const { deployable } = run;
  if (!deployable) return undefined;
  const account =
    "https://management.azure.com/subscriptions/$SUBSCRIPTION/resourceGroups/$RESOURCE_GROUP" +
    "/providers/Microsoft.CognitiveServices/accounts/$ACCOUNT";
  return {
    method: "PUT",
    url: `${account}/deployments/${deploymentName(run, deployable.step)}?api-version=${apiVersion}`,
    body: {
      sku: { name: "GlobalStandard", capacity },
      properties: { model: { format: "OpenAI", name: deployable.model, version: "1" } },
    },
  };
}
