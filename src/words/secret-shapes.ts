/** What stands in place of a secret. */
export const hidden = "***";

/** What is a secret by its shape, behind what stays of it. */
const shapes: readonly RegExp[] = [
  // Queries that sign a URL (SAS) or carry a function's key.
  /([?&](?:sig|code|key|api[-_]?key|token|access_token|subscription-key)=)[^&\s"'<>]+/gi,
  // A user's password in a URL.
  /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"'<>]*:)[^\s@/"'<>]+(?=@)/gi,
  // What signs a request, as a header names it; no word of a sentence ("basic information").
  /(\bBearer\s+)(?:[\w.~+/=-]{16,}|(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,})/gi,
  /(\bBasic\s+)(?=[\w+/]*(?:[\d+/=]|[a-z][A-Z]))[\w+/]{6,}={0,2}/g,
  /(\b(?:x-|ocp-apim-)?(?:api|subscription|functions)-key\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\,;]{8,}/gi,
  // A connection string's key.
  /(\b(?:AccountKey|SharedAccessKey)=)[\w+/-]{16,}={0,2}/gi,
  // A JSON web token.
  /()\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g,
];

/** A text in which what has the shape of a secret is masked; what stands about it stays. */
export function maskSecretShapes(text: string): string {
  return shapes.reduce((rest, shape) => rest.replaceAll(shape, `$1${hidden}`), text);
}
