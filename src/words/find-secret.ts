import { secretShapes } from "./secret-shapes.js";

/** The shapes that data is searched for. */
const shapes = secretShapes.flatMap(({ kind, mark, pattern, sure = pattern }) =>
  kind === undefined ? [] : [{ kind, mark, sure }],
);

/** Any of the marks: most stretches hold none, so one scan replaces one per shape. */
const anyMark = new RegExp(shapes.map(({ mark }) => mark.source).join("|"));

/** Characters that secrets consist of: letters, digits and the marks of base64, URLs and tokens. */
const isRunCharacter = new Uint8Array(0x10000);
for (const byte of Buffer.from(
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-.:@%&?~!#",
)) {
  isRunCharacter[byte] = 1;
}

/** The shortest run that can hold a secret. Words and most names in code are shorter. */
const runLength = 20;

/**
 * A longer run is data, mostly a picture in base64: a secret can stand only at its start or end (as a URL's parameter,
 * after a field's name), and what looks like one in the middle is chance.
 */
const longRun = 16 * 1024;

/** Characters around a run that a shape may need to see, as `-----BEGIN RSA PRIVATE KEY-----` before a key. */
const context = 60;

/**
 * The kind of secret that a text seems to hold, with an article; undefined where there is none. Never the value, which
 * must not be printed. Matches only runs of `runLength` or more characters and their surroundings; to find runs, it
 * probes every twentieth character and walks back to the last break.
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

/** The kind of secret between two offsets of a text; a stretch over `longRun` is searched only at its ends. */
function findShape(text: string, start: number, end: number): string | undefined {
  const [edge, isLong] = [longRun / 2, end - start > longRun];
  const stretches = isLong
    ? [text.slice(start, start + edge), text.slice(end - edge, end)]
    : [text.slice(start, end)];
  for (const stretch of stretches) {
    if (!anyMark.test(stretch)) continue;
    // Not `test`, which resumes at a global pattern's `lastIndex`.
    const found = shapes.find(({ sure }) => stretch.search(sure) >= 0);
    if (found) return found.kind;
  }
  return undefined;
}
