import type { JsonObject } from "#json/json-value.js";
import { type Serving, deploymentDefaults, formatOf, servingOf } from "#rules/serving.js";
import type { RunResult } from "./run-result.js";

/** Deploys a step of a run by Azure Resource Manager; shell variables stand in for the resource's names. */
export interface DeploymentRequest {
  method: "PUT";
  url: string;
  body: JsonObject;
}

function deploymentName({ settings }: RunResult, step: number): string {
  const ending = `-step-${step}`;
  const start = (settings?.suffix ?? "rft").replaceAll(/[^\w-]/g, "-");
  return start.slice(0, deploymentDefaults.value.nameLength - ending.length) + ending;
}

function baseOfRun({ settings, job }: RunResult): string {
  return settings?.model ?? job?.model ?? "";
}

/** How models trained from the run's base are served; undefined if nothing is published, or the base is not known. */
export function servingOfRun(run: RunResult): Serving | undefined {
  return servingOf(baseOfRun(run));
}

/**
 * The request that deploys the step to use; undefined if no checkpoint of an evaluated step is known, or such a model
 * has no serverless deployment. Of a base of which nothing is published, the type is the one most models have.
 */
export function deploymentRequest(run: RunResult): DeploymentRequest | undefined {
  const { deployable } = run;
  const served = servingOfRun(run);
  const type = served ? served.serverless[0] : { sku: "GlobalStandard" };
  if (!deployable || !type) return undefined;
  const { apiVersion, capacity } = deploymentDefaults.value;
  const account =
    "https://management.azure.com/subscriptions/$SUBSCRIPTION/resourceGroups/$RESOURCE_GROUP" +
    "/providers/Microsoft.CognitiveServices/accounts/$ACCOUNT";
  return {
    method: "PUT",
    url: `${account}/deployments/${deploymentName(run, deployable.step)}?api-version=${apiVersion}`,
    body: {
      sku: { name: type.sku, capacity },
      properties: { model: { format: formatOf(baseOfRun(run)), name: deployable.model, version: "1" } },
    },
  };
}
