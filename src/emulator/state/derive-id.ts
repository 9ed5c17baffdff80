import { createHash } from "node:crypto";

/** 32 hex digits that follow from the parts alone, as the service's ids have (`ftjob-<32hex>`). */
export function deriveHex(...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(parts.join("\u0000")).digest("hex").slice(0, 32);
}

/** An id of the service's form: `deriveId("ftevent", jobId, 3)` gives `ftevent-<32hex>`. */
export function deriveId(kind: string, ...parts: readonly (string | number)[]): string {
  return `${kind}-${deriveHex(kind, ...parts)}`;
}
