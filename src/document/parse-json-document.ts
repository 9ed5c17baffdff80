import { type Node, parseTree } from "jsonc-parser";
import { parseJson } from "../json.js";
import { type ConfigDocument, type Position, unparsable } from "./config-document.js";
import { findJsonFault } from "./find-json-fault.js";

/** Line and column of an offset. */
function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

/**
 * Parses a JSON file; comments and trailing commas are not JSON.
 * @throws RftError `input` with line and column where the text cannot be parsed.
 */
export function parseJsonDocument(text: string, path: string): ConfigDocument {
  const fault = findJsonFault(text);
  if (fault) throw unparsable(path, "JSON", fault.reason, positionAt(text, fault.offset));
  const value = parseJson(text);
  // Only a finding needs the places.
  let tree: Node | undefined;
  return {
    path,
    value,
    positionOf(keys) {
      tree ??= parseTree(text);
      return positionAt(text, offsetOf(tree, keys));
    },
  };
}

/** The offset of the part at a path, or of the nearest part above it. */
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
