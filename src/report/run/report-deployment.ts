import type { ChalkInstance } from "chalk";
import { type DeploymentRequest, deploymentRequest } from "#run/outcome/deployment-request.js";
import type { RunResult } from "#run/outcome/run-result.js";
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

/** How to deploy the step to take; empty if no checkpoint is known. */
export function reportDeployment(run: RunResult, width: number, style: ChalkInstance): string {
  const request = deploymentRequest(run);
  if (!request) return "";
  const head = `deploy step ${run.deployable?.step}`;
  const names = "set SUBSCRIPTION, RESOURCE_GROUP and ACCOUNT first; a deployment costs by the hour";
  const best = alternativeRequest(run);
  const other = best
    ? `\n  ${style.bold(`or step ${run.deployableBest?.step}, the best`)}\n${curlOf(best)}\n`
    : "";
  return `\n  ${style.bold(head)}\n${style.dim(wrap(names, width, "  "))}${curlOf(request)}\n${other}`;
}
