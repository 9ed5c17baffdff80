/** What stands in place of a secret. */
export const hidden = "***";

/** Queries that sign a URL (SAS) or carry a function's key. */
const secretQuery = /([?&](?:sig|code|key|api[-_]?key|token|access_token|subscription-key)=)[^&\s"'<>]+/gi;

/** A text in which the secret parts of URLs are masked; the rest of each URL stays. */
export function maskSignedUrls(text: string): string {
  return text.replaceAll(secretQuery, `$1${hidden}`);
}
