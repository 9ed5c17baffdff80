import { type Node, parseTree } from "jsonc-parser";
import { parseJson } from "#json/json-value.js";
import { type ConfigDocument, type Position, unparsable } from "./config-document.js";
import { findJsonFault } from "#json/find-json-fault.js";
import { scanJson } from "#json/scan-json.js";

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

/** Maximum nesting of a configuration file: nothing deeper is a grader, and recursion would overflow the stack. */
const maxDepth = 200;

/** The offset of the first bracket that exceeds `maxDepth`; undefined where none does. */
function findTooDeep(text: string): number | undefined {
  let depth = 0;
  for (const { kind, start } of scanJson(text)) {
    if (kind === "}" || kind === "]") depth--;
    else if ((kind === "{" || kind === "[") && ++depth > maxDepth) return start;
  }
  return undefined;
}

/** The first key that appears twice in one object: a parser silently keeps the last. */
function findDuplicateKey(node: Node | undefined): Node | undefined {
  const names = new Set<unknown>();
  for (const child of node?.children ?? []) {
    const name = child.type === "property" ? child.children?.[0] : undefined;
    if (name && names.has(name.value)) return name;
    if (name) names.add(name.value);
    const inside = findDuplicateKey(child.type === "property" ? child.children?.[1] : child);
    if (inside) return inside;
  }
  return undefined;
}

/**
 * Parses a JSON file strictly: no comments, no trailing commas, no duplicate keys.
 * @throws RftError `input` with line and column where the text cannot be parsed.
 */
export function parseJsonDocument(text: string, path: string): ConfigDocument {
  const refuse = (reason: string, offset: number) =>
    unparsable(path, "JSON", reason, positionAt(text, offset));
  const fault = findJsonFault(text);
  if (fault) throw refuse(fault.reason, fault.offset);
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) throw refuse(`nested deeper than ${maxDepth} levels`, tooDeep);
  const tree = parseTree(text);
  const duplicate = findDuplicateKey(tree);
  if (duplicate) throw refuse(`the key ${JSON.stringify(duplicate.value)} stands twice`, duplicate.offset);
  return {
    path,
    value: parseJson(text),
    positionOf: (keys) => positionAt(text, offsetOf(tree, keys)),
  };
}

/** The offset of the part at a path, or of its nearest ancestor. */
function offsetOf(root: Node | undefined, keys: readonly PropertyKey[]): number {
  let node = root;
  let offset = root?.offset ?? 0;
  for (const key of keys) {
    const part = partOf(node, key);
    if (!part) break;
    offset = part.offset;
    node = part.type === "property" ? part.children?.[1] : part;
  }
  return offset;
}

function partOf(node: Node | undefined, key: PropertyKey): Node | undefined {
  if (node?.type === "array") return node.children?.[Number(key)];
  return node?.children?.find(({ children }) => children?.[0]?.value === String(key));
}
