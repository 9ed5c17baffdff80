import { createHash } from "node:crypto";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { CreateJobRequest } from "#service/api.js";

/** The key of a job's metadata under which its fingerprint stands. */
export const fingerprintKey = "rft_fingerprint";

/** What decides whether two jobs are the same one. */
export interface FingerprintedJob {
  /** The resource or project where it is to run. */
  endpoint: string;
  /** What stands for its files: `sha256:<hex>` of a file that is here, else its id at the service. */
  training: string;
  validation: string | undefined;
  request: CreateJobRequest;
}

/** The same value with the keys of its objects in one order. */
function inOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, inOrder(value[key] ?? null)]));
}

/**
 * A job's fingerprint: the sha256, in hex, of its create request with the contents of its files in place of their ids,
 * and without metadata, together with the endpoint. The same job has the same fingerprint whatever its files are called.
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
