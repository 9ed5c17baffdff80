import { scanJson } from "./scan-json.js";

/** A number's source text in a string that no data has: it starts with a NUL. */
const marked = /"\\u0000number:([^"]+)"/g;

/**
 * Marks each number that JavaScript would rewrite (`1.0`, 20 digits) by turning it into a string. A reference must come
 * out as it went in: `1.0` and `1` are different answers to a grader that compares texts.
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

/** Turns marked numbers back into numbers, in a text that `JSON.stringify` wrote. */
export function restoreNumbers(json: string): string {
  return json.replaceAll(marked, "$1");
}
