import type { ErrorCode } from "#errors.js";
import { jsonDocument } from "./json-document.js";

/** An error as the JSON contract shows it. */
export interface ErrorReport {
  code: ErrorCode;
  message: string;
  hint?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
}

/** An error as one JSON document; `command` is null if the command line named none. */
export function jsonError(command: string | null, report: ErrorReport, compact = false): string {
  const { code, message, hint, status, requestId } = report;
  return jsonDocument(command, { error: { code, message, hint, status, requestId } }, compact);
}
