import { secretShapes } from "./secret-shapes.js";

/** What data is searched for. */
const shapes = secretShapes.flatMap(({ kind, mark, pattern, sure = pattern }) =>
  kind === undefined ? [] : [{ kind, mark, sure }],
);

/** Any of their marks: most stretches hold none, and are read once instead of once for each shape. */
const anyMark = new RegExp(shapes.map(({ mark }) => mark.source).join("|"));

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
    // Not by `test`, which goes on where a global pattern's last match ended.
    const found = shapes.find(({ sure }) => stretch.search(sure) >= 0);
    if (found) return found.kind;
  }
  return undefined;
}
