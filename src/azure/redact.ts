import { hidden, maskSignedUrls } from "../signed-url.js";

// A bearer token; a JWT.
const shapes: readonly [pattern: RegExp, replacement: string][] = [
  [/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, `$1${hidden}`],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, hidden],
];

/**
 * A text without secrets: the connection's own key and what has the shape of a token or of a signed URL. Error bodies
 * of the service and of proxies repeat what they were sent.
 */
export function redact(text: string, apiKey?: string): string {
  const withoutKey = apiKey === undefined || apiKey.length < 4 ? text : text.replaceAll(apiKey, hidden);
  return maskSignedUrls(
    shapes.reduce((rest, [pattern, replacement]) => rest.replaceAll(pattern, replacement), withoutKey),
  );
}
