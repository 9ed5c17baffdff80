import { hidden, maskSecretShapes } from "#words/secret-shapes.js";

/** A text with a known key or token masked; one shorter than `shortest` stays. */
export function withoutSecret(text: string, secret: string | undefined, shortest: number): string {
  return secret === undefined || secret.length < shortest ? text : text.replaceAll(secret, hidden);
}

/**
 * A text with secrets masked: what its request was signed with, and anything shaped like a key, a token or a signed
 * URL. Error bodies of the service and of proxies echo what they were sent.
 */
export function redact(text: string, secret?: string): string {
  return maskSecretShapes(withoutSecret(text, secret, 4));
}
