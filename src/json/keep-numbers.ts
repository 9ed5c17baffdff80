import { scanJson } from "./scan-json.js";

/** A number's own text in a string that no data has: a NUL first. */
const marked = /"\\u0000number:([^"]+)"/g;

/**
 * A JSON text in which every number that JavaScript would write otherwise (`1.0`, 20 digits) stands as a marked string.
 * A reference must come out as it went in: `1.0` and `1` are two answers for a grader that compares texts.
 */
export function markNumbers(json: string): string {
  let result = "";
  let from = 0;
  for (const { kind, start, end } of scanJson(json)) {
    const text = json.slice(start, end);
    if (kind !== "number" || JSON.stringify(Number(text)) === text) continue;
    result += `${json.slice(from, start)}"\\u0000number:${text}"`;
    from = end;
  }
  return result + json.slice(from);
}

/** Puts the marked numbers of a text that `JSON.stringify` wrote back in their places. */
export function restoreNumbers(json: string): string {
  return json.replaceAll(marked, "$1");
}
