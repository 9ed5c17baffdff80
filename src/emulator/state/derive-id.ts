import { createHash } from "node:crypto";

/** 32 hex digits, as in the service's ids (`ftjob-<32hex>`), determined by the parts alone. */
export function deriveHex(...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(parts.join("\u0000")).digest("hex").slice(0, 32);
}

/** An id in the service's form: `deriveId("ftevent", jobId, 3)` gives `ftevent-<32hex>`. */
export function deriveId(kind: string, ...parts: readonly (string | number)[]): string {
  return `${kind}-${deriveHex(kind, ...parts)}`;
}
