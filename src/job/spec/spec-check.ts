import type { Finding, FindingCode, Severity } from "#finding.js";
import type { RuleSet } from "#rules/rule-set.js";
import type { JobSpec } from "./spec.js";

/** Looks at one thing in a job's settings. */
export type Check = (spec: JobSpec, rules: RuleSet) => Finding[];

/** A finding at a place of the job file. */
export function finding(
  code: FindingCode,
  severity: Severity,
  pointer: string,
  text: [message: string, help: string],
): Finding {
  return { code, severity, message: text[0], help: text[1], pointer };
}
