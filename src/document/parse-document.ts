import { LineCounter, isMap, isNode, isSeq, parseDocument as parseYaml } from "yaml";
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { RftError } from "../errors.js";
import { type JsonValue, parseJson } from "../json.js";

/** A place in a text, both 1-based. */
export interface Position {
  line: number;
  column: number;
}

/** A configuration file's value, with the way back from a part of it to its place in the text. */
export interface ConfigDocument {
  path: string;
  value: JsonValue;
  /** The place of a part by its path of keys and indexes; of the nearest part above it that stands in the text. */
  positionOf(path: readonly PropertyKey[]): Position;
}

/** Line and column of an offset. */
function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

/** An error for a file that cannot be parsed at all. */
function unparsable(path: string, kind: string, reason: string, at: Position): RftError {
  return new RftError("input", `${path}:${at.line}:${at.column}: not valid ${kind}: ${reason}`, {
    hint: `Correct the ${kind} at line ${at.line}, column ${at.column}.`,
  });
}

function parseJsonDocument(text: string, path: string): ConfigDocument {
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

function parseYamlDocument(text: string, path: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseYaml(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const first = document.errors[0];
  if (first) throw unparsable(path, "YAML", first.message, place(first.pos[0]));
  const value: JsonValue = document.toJS({ maxAliasCount: 100 });
  return {
    path,
    value,
    positionOf(keys) {
      let node: unknown = document.contents;
      let offset = 0;
      for (const key of keys) {
        const child = isMap(node)
          ? mapEntry(node.items, key)
          : isSeq(node)
            ? sequenceItem(node.items, key)
            : undefined;
        if (!child) break;
        offset = child.offset ?? offset;
        node = child.node;
      }
      return place(offset);
    },
  };
}

interface Child {
  node: unknown;
  offset: number | undefined;
}

function mapEntry(items: readonly { key: unknown; value: unknown }[], key: PropertyKey): Child | undefined {
  const pair = items.find((item) => String(item.key) === String(key));
  return pair && { node: pair.value, offset: isNode(pair.key) ? pair.key.range?.[0] : undefined };
}

function sequenceItem(items: readonly unknown[], key: PropertyKey): Child | undefined {
  const node = items[Number(key)];
  return node === undefined ? undefined : { node, offset: isNode(node) ? node.range?.[0] : undefined };
}

/**
 * Parses a configuration file: JSON where the name ends in `.json`, YAML otherwise.
 * @throws RftError `input` with line and column where the text cannot be parsed.
 */
export function parseDocument(text: string, path: string): ConfigDocument {
  const clean = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return path.toLowerCase().endsWith(".json")
    ? parseJsonDocument(clean, path)
    : parseYamlDocument(clean, path);
}
