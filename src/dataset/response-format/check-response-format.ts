import type { Finding } from "#finding.js";
import type { JsonValue } from "#json/json-value.js";
import { findResponseFormatFault } from "./response-format-faults.js";

/** The fault of a response format in a file of its own or in a job file, as a list of one or none; the pointer is its own. */
export function checkResponseFormat(format: JsonValue): Finding[] {
  const fault = findResponseFormatFault(format);
  return fault ? [{ code: "response-format-invalid", severity: "error", ...fault }] : [];
}
