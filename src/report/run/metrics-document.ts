import type { Comparison } from "#run/outcome/compare-runs.js";
import { deploymentRequest } from "#run/outcome/deployment-request.js";
import type { ConditionOutcome } from "#run/outcome/fail-condition.js";
import type { StepMetrics } from "#run/steps/results.js";
import type { Spend } from "#run/spend/spend.js";
import type { RunResult } from "#run/outcome/run-result.js";
import { jsonDocument } from "#report/text/json-document.js";
import { maskSecrets } from "#report/text/mask-secrets.js";
import { maskSecretShapes } from "#words/secret-shapes.js";
import { inPieces } from "#report/text/in-pieces.js";
import { alternativeRequest, curlOf } from "./report-deployment.js";

/** What `rft metrics --json` writes. */
export interface MetricsDocument {
  runs: readonly RunResult[];
  /** Absent for a single run. */
  comparison?: Comparison;
  conditions: readonly ConditionOutcome[];
}

/** How long a run trained, and by what; in seconds and hours. */
function trainingTimeOf({ training }: Spend): object {
  const { seconds, hours, steps, basis, durations } = training;
  return { seconds, hours, steps, basis, ...(durations !== undefined && { durations }) };
}

/** A run with its steps left empty, plus the requests that deploy the step to take, and the best one instead. */
function withoutSteps(run: RunResult): object {
  const deployment = deploymentRequest(run);
  const best = alternativeRequest(run);
  return {
    ...run,
    steps: [],
    ...(run.spend && { trainingTime: trainingTimeOf(run.spend) }),
    ...(deployment && { deployment: { ...deployment, curl: curlOf(deployment) } }),
    ...(best && { deploymentBest: { ...best, curl: curlOf(best) } }),
  };
}

function json(value: number | string, name: string): string {
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "null";
  return JSON.stringify(maskSecrets(value, name));
}

/** Steps as `JSON.stringify` would lay them out in the document, one at a time. */
function* stepsJson(steps: readonly StepMetrics[]): Generator<string> {
  if (steps.length === 0) {
    yield "[]";
    return;
  }
  const heads = new Map<string, string>();
  let mark = "[";
  for (const step of steps) {
    let text = "";
    for (const name in step) {
      let head = heads.get(name);
      if (head === undefined)
        heads.set(name, (head = `\n          ${JSON.stringify(maskSecretShapes(name))}: `));
      text += `${text === "" ? "" : ","}${head}${json(step[name] ?? "", name)}`;
    }
    yield `${mark}\n        {${text}\n        }`;
    mark = ",";
  }
  yield "\n      ]";
}

function* documentParts({ runs, comparison, conditions }: MetricsDocument): Generator<string> {
  const text = jsonDocument("metrics", {
    runs: runs.map(withoutSteps),
    ...(comparison && { comparison }),
    ...(conditions.length > 0 && { conditions }),
  });
  // Only a run has a member of that name at that depth, and JSON strings hold no raw line breaks.
  const member = '\n      "steps": ';
  const parts = text.split(`${member}[]`);
  for (const [index, part] of parts.entries()) {
    yield part;
    const run = runs[index];
    if (!run || index === parts.length - 1) continue;
    yield member;
    yield* stepsJson(run.steps);
  }
}

/**
 * The document of `rft metrics --json`, in pieces that add up to what `jsonDocument` would give: a hundred thousand
 * steps are 200 MB of text, which need not be held in memory.
 */
export function metricsDocument(document: MetricsDocument): Generator<string> {
  return inPieces(documentParts(document));
}
