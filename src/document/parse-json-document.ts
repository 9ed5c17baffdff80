import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { parseJson } from "../json.js";
import { type ConfigDocument, type Position, unparsable } from "./config-document.js";

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
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors[0];
  if (first) {
    throw unparsable(path, "JSON", printParseErrorCode(first.error), positionAt(text, first.offset));
  }
  // The tree keeps the places; the platform's own parser has the last word on the value.
  const value = parseJson(text);
  return {
    path,
    value,
    positionOf(keys) {
      let node = root;
      let offset = root?.offset ?? 0;
      for (const key of keys) {
        const part: Node | undefined =
          node?.type === "array"
            ? node.children?.[Number(key)]
            : node?.children?.find(({ children }) => children?.[0]?.value === String(key));
        if (!part) break;
        offset = part.offset;
        node = part.type === "property" ? part.children?.[1] : part;
      }
      return positionAt(text, offset);
    },
  };
}
