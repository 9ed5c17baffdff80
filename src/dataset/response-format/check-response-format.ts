import type { Finding } from "#finding.js";
import type { JsonValue } from "#json/json-value.js";
import { findResponseFormatFault } from "./response-format-faults.js";

/** The fault, if any, of a response format in its own file or in a job file; pointers start at the format. */
export function checkResponseFormat(format: JsonValue): Finding[] {
  const fault = findResponseFormatFault(format);
  return fault ? [{ code: "response-format-invalid", severity: "error", ...fault }] : [];
}
