/** A number, or the quote that begins a string. */
const token = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** A number's own text in a string that no data has: a NUL first. */
const marked = /"\\u0000number:([^"]+)"/g;

/**
 * A JSON text in which every number that JavaScript would write otherwise (`1.0`, 20 digits) stands as a marked string.
 * A reference must come out as it went in: `1.0` and `1` are two answers for a grader that compares texts.
 */
export function markNumbers(json: string): string {
  let result = "";
  let from = 0;
  token.lastIndex = 0;
  for (let match = token.exec(json); match; match = token.exec(json)) {
    const [text] = match;
    if (text === '"') {
      token.lastIndex = endOfString(json, match.index);
    } else if (JSON.stringify(Number(text)) !== text) {
      result += `${json.slice(from, match.index)}"\\u0000number:${text}"`;
      from = token.lastIndex;
    }
  }
  return result + json.slice(from);
}

/** Puts the marked numbers of a text that `JSON.stringify` wrote back in their places. */
export function restoreNumbers(json: string): string {
  return json.replaceAll(marked, "$1");
}

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let escapes = 0;
    while (json[end - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return end + 1;
  }
  return json.length;
}
