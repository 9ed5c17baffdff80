import type { ChalkInstance } from "chalk";
import { isJsonObject } from "../json.js";
import type { Plan, PlannedFile } from "../job/plan.js";
import { bytes, count, grouped } from "./quantities.js";

function reportFile({ role, path, id, bytes: size, examples }: PlannedFile): string {
  if (path === undefined) return `  ${role} file  ${id} (at the service already)\n`;
  const facts = [
    ...(examples === undefined ? [] : [count(examples, "row")]),
    ...(size === undefined ? [] : [bytes(size)]),
  ];
  return `  ${role} file  ${path}  ${facts.join(", ")}: to be uploaded\n`;
}

/** What submitting would do, for a person. */
export function reportPlan(plan: Plan, style: ChalkInstance): string {
  const { grader } = plan.request.method.reinforcement;
  const type = isJsonObject(grader) && typeof grader["type"] === "string" ? grader["type"] : "unknown";
  const steps = plan.steps === undefined ? "set by the service" : String(plan.steps);
  return (
    `${style.bold("Plan")}: train ${plan.model} by reinforcement\n` +
    plan.files.map(reportFile).join("") +
    `  grader  ${type}\n` +
    `  steps  ${steps}\n` +
    `  the service pauses the job at $${grouped(plan.spendingPause)} of training and grading\n`
  );
}
