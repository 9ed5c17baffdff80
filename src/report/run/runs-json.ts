import { deploymentRequest } from "../../job/deployment-request.js";
import type { RunReport } from "../../job/run-report.js";
import { curlOf } from "./deployment.js";

/** A run as `rft metrics --json` gives it: the report, and the request that deploys what should be deployed. */
export function runsJson(run: RunReport): object {
  const deployment = deploymentRequest(run);
  return { ...run, ...(deployment && { deployment: { ...deployment, curl: curlOf(deployment) } }) };
}
