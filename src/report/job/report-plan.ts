import type { ChalkInstance } from "chalk";
import type { Finding } from "#finding.js";
import { isJsonObject } from "#json/json-value.js";
import type { Plan } from "#job/submit/plan.js";
import { maskSecrets } from "#report/text/mask-secrets.js";
import { printable } from "#words/printable.js";
import { reportFindings } from "#report/findings/report-findings.js";
import { publishedPause } from "./published-pause.js";
import { bytes, count, dollars } from "#words/quantities.js";

function reportFile({ role, path, id, bytes: size, examples }: Plan["files"][number]): string {
  if (path === undefined) return `  ${role} file  ${id} (at the service already)\n`;
  const facts = [
    ...(examples === undefined ? [] : [count(examples, "row")]),
    ...(size === undefined ? [] : [bytes(size)]),
  ];
  return `  ${role} file  ${printable(path)}  ${facts.join(", ")}: to be uploaded\n`;
}

function lowerFirst(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}

/** The estimated cost, as a range. */
function reportPrice({ dollars: cost }: Plan): string {
  if (!cost) return "";
  return `  cost  ${dollars(cost.low)} to ${dollars(cost.high)}, likely ${dollars(cost.likely)} (estimated: rft estimate says how)\n`;
}

/** The findings, then what submitting would do, for a person. */
export function reportPlan(plan: Plan, findings: readonly Finding[], style: ChalkInstance): string {
  const { grader } = plan.request.method.reinforcement;
  const type = isJsonObject(grader) && typeof grader["type"] === "string" ? grader["type"] : "unknown";
  const steps = plan.steps === undefined ? "set by the service" : String(plan.steps);
  return (
    reportFindings(findings, style) +
    `${style.bold("Plan")}: train ${printable(plan.model)} by reinforcement\n` +
    plan.files.map(reportFile).join("") +
    `  grader  ${printable(type)}\n` +
    `  steps  ${steps}\n` +
    reportPrice(plan) +
    `  ${lowerFirst(publishedPause(plan.pause))}\n`
  );
}

/** The exact body of the create request, secrets masked. */
export function reportRequest({ request }: Plan): string {
  return `request body:\n${JSON.stringify(maskSecrets(request), null, 2)}\n`;
}
