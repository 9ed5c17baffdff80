import type { Finding } from "#finding.js";
import type { ConfigDocument } from "./config-document.js";

/** The keys of a JSON pointer (RFC 6901). */
function pointerPath(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Adds the file's name, and the line and column of its pointer, to a finding about a configuration file. */
export function placeFinding(finding: Finding, document: ConfigDocument): Finding {
  if (finding.file !== undefined) return finding;
  return { ...finding, file: document.path, ...document.positionOf(pointerPath(finding.pointer ?? "")) };
}
