/** Finds the lines of a text that hold a word, given in lower case; the text may have capital letters. */
export type LineIndex = (word: string) => string[];

const newline = 10;
const space = 32;

/**
 * Indexes ASCII lines of words separated by single spaces. Chains in typed arrays, because a `Map` of a hundred
 * thousand words takes ten times as long to build, and a check of a few rows looks up few words.
 */
export function indexLines(text: string): LineIndex {
  const heads = new Int32Array(1 << 16).fill(-1);
  const starts = new Int32Array((text.length >>> 1) + 1);
  const next = new Int32Array(starts.length);
  let words = 0;
  let start = 0;
  let hash = 0;
  for (let at = 0; at <= text.length; at++) {
    const code = at < text.length ? text.charCodeAt(at) : newline;
    if (code !== newline && code !== space) {
      hash = mix(hash, code);
      continue;
    }
    const slot = slotOf(hash);
    starts[words] = start;
    next[words] = heads[slot] ?? -1;
    heads[slot] = words++;
    start = at + 1;
    hash = 0;
  }
  return (word) => {
    const lines: string[] = [];
    let hashed = 0;
    for (let at = 0; at < word.length; at++) hashed = mix(hashed, word.charCodeAt(at));
    for (let one = heads[slotOf(hashed)] ?? -1; one !== -1; one = next[one] ?? -1) {
      const place = starts[one] ?? 0;
      if (isWordAt(text, place, word)) lines.push(lineAt(text, place));
    }
    return lines;
  };
}

/** Hashes capital and small letters alike. */
function mix(hash: number, code: number): number {
  return (Math.imul(hash, 31) + (code | 0x20)) | 0;
}

function slotOf(hash: number): number {
  return (hash ^ (hash >>> 16)) & 0xffff;
}

function isWordAt(text: string, place: number, word: string): boolean {
  const end = place + word.length;
  const after = end < text.length ? text.charCodeAt(end) : newline;
  return (after === space || after === newline) && text.slice(place, end).toLowerCase() === word;
}

function lineAt(text: string, place: number): string {
  const end = text.indexOf("\n", place);
  return text.slice(text.lastIndexOf("\n", place) + 1, end === -1 ? text.length : end);
}
