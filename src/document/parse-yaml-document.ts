import { LineCounter, isMap, isNode, isSeq, parseDocument } from "yaml";
import type { JsonValue } from "#json/json-value.js";
import { type ConfigDocument, type Position, unparsable } from "./config-document.js";

/** Maximum aliases per anchor: a few bytes of nested aliases can expand to gigabytes. */
const maxAliasCount = 100;

/**
 * Parses a YAML 1.2 file.
 * @throws RftError `input` with line and column where the text cannot be parsed.
 */
export function parseYamlDocument(text: string, path: string): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: "error",
  });
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const first = document.errors[0];
  if (first) throw unparsable(path, "YAML", first.message, place(first.pos[0]));
  let value: JsonValue;
  try {
    value = document.toJS({ maxAliasCount });
  } catch (error) {
    throw unparsable(path, "YAML", error instanceof Error ? error.message : String(error), place(0));
  }
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
