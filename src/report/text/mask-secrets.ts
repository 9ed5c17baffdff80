import { hidden, maskSecretShapes } from "#words/secret-shapes.js";

/** Keys whose names mark their text as a secret. */
const secretKey = /^(?:authorization|password|secret|client_secret|access_token|api[-_]?key|x-.*-key)$/i;

function maskHeaders(headers: object): object {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, hidden]));
}

/**
 * A copy of a value that is safe to show; the value itself goes over the wire unmasked. The headers and signed URLs of
 * a job's tools and endpoint graders are credentials, and the service echoes them in every answer; its messages may
 * repeat others.
 */
export function maskSecrets(value: unknown, key = ""): unknown {
  if (typeof value === "string") {
    return secretKey.test(key) ? hidden : maskSecretShapes(value);
  }
  if (Array.isArray(value)) return value.map((entry) => maskSecrets(entry));
  if (typeof value !== "object" || value === null) return value;
  if (key === "headers") return maskHeaders(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [maskSecretShapes(name), maskSecrets(entry, name)]),
  );
}
