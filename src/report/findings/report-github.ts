import type { ValidationResult } from "#dataset/validate/validate.js";
import type { Finding, Severity } from "#finding.js";
import { printable } from "#words/printable.js";
import { reportSummary } from "./report-findings.js";

const commands: Record<Severity, string> = { error: "error", warning: "warning", note: "notice" };

/** Escapes a workflow command's message: a raw line break would end the command and start another. */
function escapeText(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Escapes a property's value, which would end at a comma or colon. */
function escapeProperty(value: string): string {
  return escapeText(value).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function reportFinding({ code, severity, message, help, count = 1, ...place }: Finding): string {
  const properties = [
    ["file", place.file],
    ["line", place.line],
    ["col", place.column],
    ["title", code],
  ]
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(printable(String(value)))}`);
  const total = count > 1 ? ` (${count} in this file)` : "";
  const text = escapeText(printable(`${message}${total}\n${help}`));
  return `::${commands[severity]} ${properties.join(",")}::${text}\n`;
}

/**
 * A validation as GitHub workflow commands: an annotation at each finding's line, then the totals as plain text.
 * Source: GitHub Docs, "Workflow commands for GitHub Actions" (2025); the escapes are those of actions/toolkit.
 */
export function reportGithub({ findings, summary }: ValidationResult): string {
  return `${findings.map(reportFinding).join("")}${reportSummary(summary)}\n`;
}
