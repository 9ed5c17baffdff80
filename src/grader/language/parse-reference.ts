import { didYouMean } from "#words/closest-name.js";
import { sampleVariables } from "./sample.js";

/** One `{{namespace.path}}` of a template. */
export interface TemplateReference {
  /** Normalised: `item.a.b[0]`. */
  text: string;
  namespace: "item" | "sample";
  /** What follows the namespace: keys and indexes, at least one. */
  path: readonly (string | number)[];
}

const segment = /\.([\p{L}\p{N}_$-]+)|\[(\d{1,9})\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\]/uy;
const plainKey = /^[\p{L}\p{N}_$-]+$/u;

/**
 * Parses the text between two pairs of braces: `item` or `sample`, then `.key`, `[0]` or `["any key"]`. Returns the
 * reason, as a phrase, if it is not that.
 */
export function parseReference(body: string): TemplateReference | string {
  const trimmed = body.trim();
  const namespace = /^[\p{L}\p{N}_]*/u.exec(trimmed)?.[0] ?? "";
  if (namespace !== "item" && namespace !== "sample") {
    return namespace === ""
      ? "a reference begins with item. or sample."
      : `"${namespace}" is neither item nor sample`;
  }
  const path = parsePath(trimmed, namespace.length);
  if (typeof path === "string") return path;
  const variable = String(path[0]);
  if (namespace === "sample" && !sampleVariables.some((name) => name === variable)) {
    const help = didYouMean(variable, sampleVariables);
    return `a sample has no "${variable}"${help ? ` (${help})` : ""}`;
  }
  return { text: namespace + path.map(pathSegment).join(""), namespace, path };
}

function parsePath(text: string, start: number): (string | number)[] | string {
  const path: (string | number)[] = [];
  let at = start;
  while (at < text.length) {
    segment.lastIndex = at;
    const match = segment.exec(text);
    if (!match) return `"${text.slice(at)}" is no path (a path is .key, [0] or ["key"])`;
    const [whole, key, index, double, single] = match;
    path.push(index === undefined ? (key ?? unescapeKey(double ?? single ?? "")) : Number(index));
    at += whole.length;
  }
  return path.length > 0 ? path : `"${text}" names no variable of ${text}`;
}

function unescapeKey(key: string): string {
  return key.replaceAll(/\\(.)/gsu, "$1");
}

/** A key or index as a template's path writes it: `.a`, `[0]`, `["any key"]`. */
export function pathSegment(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return plainKey.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
