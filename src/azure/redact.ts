import { hidden, maskSecretShapes } from "#words/secret-shapes.js";

/** A text without a key or token that is known. */
export function withoutSecret(text: string, secret: string | undefined, shortest: number): string {
  return secret === undefined || secret.length < shortest ? text : text.replaceAll(secret, hidden);
}

/**
 * A text without secrets: what its request was signed with, and what has the shape of a key, a token or a signed URL.
 * Error bodies of the service and of proxies repeat what they were sent.
 */
export function redact(text: string, secret?: string): string {
  return maskSecretShapes(withoutSecret(text, secret, 4));
}
