/** What a secret looks like, and a mark that each such text holds. */
const shapes: readonly (readonly [name: string, mark: RegExp, pattern: RegExp])[] = [
  ["a private key", /PRIVATE KEY-/, /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{20}/],
  [
    "an Azure storage or service bus key",
    /(?:Account|Access)Key=/,
    /(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,90}={0,2}/,
  ],
  [
    "a shared access signature",
    /sig=|SharedAccessSignature/,
    /[?&]sig=[A-Za-z0-9%+/]{30,}|SharedAccessSignature sr=/,
  ],
  ["an Azure AI key", /JQQJ99|AZOA/, /\b[A-Za-z0-9]{52}(?:JQQJ99|AZOA)[A-Za-z0-9]{10,26}/],
  ["an OpenAI or Anthropic key", /sk-/, /(?<![A-Za-z0-9_-])sk-(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{20,}/],
  ["an AWS access key id", /AKIA|ASIA/, /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/],
  [
    "a GitHub token",
    /gh[pousr]_|github_pat_/,
    /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50,})/,
  ],
  ["a GitLab token", /glpat-/, /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20}/],
  ["a Slack token", /xox/, /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{20,}/],
  ["a Google API key", /AIza/, /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}/],
  ["a Hugging Face token", /hf_/, /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{34}/],
  ["an npm token", /npm_/, /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/],
  ["a Stripe key", /k_live_/, /(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{20,}/],
  [
    "a JSON web token",
    /eyJ/,
    /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/,
  ],
  [
    "a connection string with a password",
    /:\/\//,
    /[a-z][a-z0-9+]{2,15}:\/\/[^\s:@/"']{1,60}:[^\s:@/"'{}<>$]{6,}@[A-Za-z0-9.-]{4,}/,
  ],
];

/** Any of the marks: most stretches hold none, and are read once instead of once for each shape. */
const anyMark = new RegExp(shapes.map(([, mark]) => mark.source).join("|"));

/** Characters that secrets are made of: letters, digits and the marks of base64, URLs and tokens. */
const isRunCharacter = new Uint8Array(0x10000);
for (const byte of Buffer.from(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.:@%&?~!#",
)) {
  isRunCharacter[byte] = 1;
}

/** The shortest run that can hold a secret. Words, and most names in code, are shorter. */
const runLength = 20;

/**
 * A run of more characters is data, a picture in base64 mostly: a secret can stand at its beginning or its end (as the
 * parameter of a URL, behind the name of a field), and what looks like one in the middle is chance.
 */
const longRun = 16 * 1024;

/** Characters beside a run that a shape may need to see: `-----BEGIN RSA PRIVATE KEY-----` stands before one. */
const context = 60;

/**
 * The kind of secret that a text seems to hold, as words with an article; undefined where there is none. The value is
 * not given: it is to be printed nowhere. Only what stands about a long run is held against the shapes; runs are found
 * by looking at every twentieth character and back to the last break.
 */
export function findSecret(text: string): string | undefined {
  for (let start = 0; start + runLength <= text.length;) {
    let position = start + runLength - 1;
    while (position >= start && isRunCharacter[text.charCodeAt(position)] === 1) position--;
    if (position >= start) {
      start = position + 1;
      continue;
    }
    let end = start + runLength;
    while (end < text.length && isRunCharacter[text.charCodeAt(end)] === 1) end++;
    const shape = findShape(text, Math.max(0, start - context), end + context);
    if (shape !== undefined) return shape;
    start = end + 1;
  }
  return undefined;
}

/** The kind of secret whose shape stands between two places of a text, of a long stretch at its ends. */
function findShape(text: string, start: number, end: number): string | undefined {
  const [edge, isLong] = [longRun / 2, end - start > longRun];
  const stretches = isLong
    ? [text.slice(start, start + edge), text.slice(end - edge, end)]
    : [text.slice(start, end)];
  for (const stretch of stretches) {
    if (!anyMark.test(stretch)) continue;
    const found = shapes.find(([, , pattern]) => pattern.test(stretch));
    if (found) return found[0];
  }
  return undefined;
}
