/** What replaces a secret. */
export const hidden = "***";

/** A secret by its shape. */
export interface SecretShape {
  /** What it is, with an article. Absent where only its place tells: in data, that is usually an example. */
  readonly kind?: string;
  /** A mark that every such text contains. */
  readonly mark: RegExp;
  /** What to hide; the first group is the part that stays in front. */
  readonly pattern: RegExp;
  /** A stricter pattern for searching data, where `pattern` also hides examples and placeholders. */
  readonly sure?: RegExp;
}

/** Every known shape: what to warn of in data, and what to hide wherever a text is shown. */
export const secretShapes: readonly SecretShape[] = [
  {
    kind: "a private key",
    mark: /PRIVATE KEY(?: BLOCK)?-/,
    // Line breaks are escaped where the key is a JSON value. Headers ("DEK-Info: ...") may come before the key; a shorter
    // line is the last one.
    pattern:
      /(-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:(?:\s|\\[nr])+[A-Z][A-Za-z-]{2,20}: [^\n\r\\]{0,200})*)(?:(?:\s|\\[nr])*[A-Za-z0-9+/=]{20,})+(?:(?:\s|\\[nr])+[A-Za-z0-9+/=]+(?=(?:\s|\\[nr])*-))?/g,
  },
  {
    kind: "an Azure storage or service bus key",
    mark: /(?:Account|Access)Key=/,
    pattern: /((?:AccountKey|SharedAccessKey)=)[\w+/-]{16,}={0,2}/gi,
    sure: /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,90}={0,2}/,
  },
  {
    kind: "a shared access signature",
    mark: /sig=|SharedAccessSignature/,
    pattern: /([?&]sig=)[^&\s"'<>]+/gi,
    sure: /[?&]sig=[A-Za-z0-9%+/]{30,}|SharedAccessSignature sr=/,
  },
  {
    kind: "an Azure AI key",
    mark: /JQQJ99|AZOA/,
    pattern: /()\b[A-Za-z0-9]{52}(?:JQQJ99|AZOA)[A-Za-z0-9]{10,}/g,
  },
  {
    kind: "an OpenAI or Anthropic key",
    mark: /sk-/,
    // After an issuer's prefix, or as one unbroken run: `sk-learn-pipeline-2024` is a name.
    pattern:
      /()(?<![A-Za-z0-9_-])sk-(?=[A-Za-z_-]*\d)(?:(?:proj|svcacct|admin|ant|or)-[A-Za-z0-9_-]{16,}|[A-Za-z0-9]{20,})/g,
  },
  {
    kind: "an AWS access key id",
    mark: /AKIA|ASIA/,
    pattern: /()(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  },
  {
    kind: "a GitHub token",
    mark: /gh[pousr]_|github_pat_/,
    pattern: /()(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/g,
  },
  { kind: "a GitLab token", mark: /glpat-/, pattern: /()(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,}/g },
  { kind: "a Slack token", mark: /xox/, pattern: /()(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}/g },
  { kind: "a Google API key", mark: /AIza/, pattern: /()(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35,}/g },
  { kind: "a Hugging Face token", mark: /hf_/, pattern: /()(?<![A-Za-z0-9])hf_[A-Za-z0-9]{34,}/g },
  { kind: "an npm token", mark: /npm_/, pattern: /()(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36,}/g },
  { kind: "a Stripe key", mark: /k_live_/, pattern: /()(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{20,}/g },
  {
    kind: "a JSON web token",
    mark: /eyJ/,
    // A header's length is bounded: a run of `-eyJ` would take quadratic time. An encrypted token's second part may be empty.
    pattern: /()(?<![A-Za-z0-9])eyJ[\w-]{8,2000}\.[\w-]*\.[\w-]*(?:\.[\w-]+)*/g,
  },
  {
    kind: "a connection string with a password",
    mark: /:\/\//,
    pattern: /((?<=[a-z0-9+.-]):\/\/[^\s:@/"'<>]*:)[^\s@/"'<>]+(?=@)/gi,
    sure: /[a-z][a-z0-9+]{2,15}:\/\/[^\s:@/"'<>]{1,60}:[^\s:@/"'{}<>$]{6,}@[A-Za-z0-9.-]{4,}/,
  },
  // Query parameters that carry a key.
  {
    mark: /(?:code|key|token)=/,
    pattern: /([?&](?:code|key|api[-_]?key|token|access_token|subscription-key)=)[^&\s"'<>]+/gi,
  },
  // A header's credentials, but not an ordinary phrase ("basic information").
  {
    mark: /bearer\s/,
    pattern: /(\bBearer\s+)(?:[\w.~+/=-]{16,}|(?=[\w.~+/=-]*\d)[\w.~+/=-]{8,})/gi,
  },
  {
    mark: /Basic\s/,
    pattern: /(\bBasic\s+)(?=[\w+/]*(?:[\d+/=]|[a-z][A-Z]))[\w+/]{6,}={0,2}/g,
  },
  {
    mark: /-key/,
    pattern:
      /(\b(?:x-|ocp-apim-)?(?:api|subscription|functions)-key\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\,;]{8,}/gi,
  },
];

/** Any mark: most texts hold none, so one scan replaces one per shape. */
const anyMark = new RegExp(secretShapes.map(({ mark }) => mark.source).join("|"), "i");

/** A text with anything shaped like a secret masked; the text around it stays. */
export function maskSecretShapes(text: string): string {
  if (!anyMark.test(text)) return text;
  return secretShapes.reduce((rest, { pattern }) => rest.replaceAll(pattern, `$1${hidden}`), text);
}

/** A JSON pointer with secrets in its keys masked: the pointer's escapes would hide their shape. */
export function maskPointer(pointer: string): string {
  return pointer
    .split("/")
    .map((key) => {
      const masked = maskSecretShapes(key.replaceAll("~1", "/").replaceAll("~0", "~"));
      return masked.replaceAll("~", "~0").replaceAll("/", "~1");
    })
    .join("/");
}
