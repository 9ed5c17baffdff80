import { createHash } from "node:crypto";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { CreateJobRequest } from "#service/api.js";

/** The metadata key that holds a job's fingerprint. */
export const fingerprintKey = "rft_fingerprint";

/** What decides whether two jobs are the same. */
export interface FingerprintedJob {
  /** The resource or project to run in. */
  endpoint: string;
  /** Identifies its files: `sha256:<hex>` of a local file, otherwise the id at the service. */
  training: string;
  validation: string | undefined;
  request: CreateJobRequest;
}

/** The same value with all object keys sorted. */
function inOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, inOrder(value[key] ?? null)]));
}

/**
 * A job's fingerprint: the sha256, in hex, of the endpoint and the create request, with file contents in place of ids
 * and without metadata. It does not depend on what the files are called.
 */
export function fingerprintJob({ endpoint, training, validation, request }: FingerprintedJob): string {
  const { metadata: _metadata, ...rest } = request;
  const body: JsonObject = JSON.parse(
    JSON.stringify({ ...rest, training_file: training, validation_file: validation }),
  );
  return createHash("sha256")
    .update(JSON.stringify([endpoint, inOrder(body)]))
    .digest("hex");
}
