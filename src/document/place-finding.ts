import type { Finding } from "#finding.js";
import type { ConfigDocument } from "./config-document.js";

/** The keys of a JSON pointer (RFC 6901). */
function pointerPath(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A finding about a configuration file with the file's name, line and column put to its pointer. */
export function placeFinding(finding: Finding, document: ConfigDocument): Finding {
  if (finding.file !== undefined) return finding;
  return { ...finding, file: document.path, ...document.positionOf(pointerPath(finding.pointer ?? "")) };
}
