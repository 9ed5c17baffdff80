import type { ChalkInstance } from "chalk";
import { type DeploymentRequest, deploymentRequest, servingOfRun } from "#run/outcome/deployment-request.js";
import type { RunResult } from "#run/outcome/run-result.js";
import type { Serving } from "#rules/serving.js";
import { wrap } from "#words/wrap.js";

/** A text in single quotes for a POSIX shell. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The request as a command to paste: it fetches the token when it runs, and the names are shell variables. */
export function curlOf({ method, url, body }: DeploymentRequest): string {
  const token =
    "$(az account get-access-token --resource https://management.azure.com --query accessToken -o tsv)";
  return [
    `curl -X ${method} "${url}"`,
    `  -H "Authorization: Bearer ${token}"`,
    '  -H "Content-Type: application/json"',
    `  -d ${shellQuoted(JSON.stringify(body))}`,
  ].join(" \\\n");
}

/** The request that deploys the best step instead; undefined if that is the step to take, or was not kept. */
export function alternativeRequest({ deployableBest, ...run }: RunResult): DeploymentRequest | undefined {
  return deployableBest && deploymentRequest({ ...run, deployable: deployableBest });
}

/** What to know before the command is pasted. */
function beforehand(served: Serving | undefined): string {
  const names = "set SUBSCRIPTION, RESOURCE_GROUP and ACCOUNT first; a deployment costs by the hour";
  if (!served) return `${names}; how this base model's trained models are served is not published`;
  const regions = served.serverless[0]?.regions;
  return regions === undefined ? names : `${names}; only in ${regions.join(" and ")}`;
}

/** How to deploy the step to take, or how else it is served; empty if no checkpoint is known. */
export function reportDeployment(run: RunResult, width: number, style: ChalkInstance): string {
  const { deployable } = run;
  if (!deployable) return "";
  const head = `deploy step ${deployable.step}`;
  const served = servingOfRun(run);
  const request = deploymentRequest(run);
  if (!request) {
    const ways = served?.otherwise ?? "no way that is published";
    const text = `no serverless deployment: models trained from this base are served by ${ways}`;
    return `\n  ${style.bold(head)}\n${style.dim(wrap(text, width, "  "))}`;
  }
  const best = alternativeRequest(run);
  const other = best
    ? `\n  ${style.bold(`or step ${run.deployableBest?.step}, the best`)}\n${curlOf(best)}\n`
    : "";
  return `\n  ${style.bold(head)}\n${style.dim(wrap(beforehand(served), width, "  "))}${curlOf(request)}\n${other}`;
}
