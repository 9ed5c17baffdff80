import { type MaybeRow, parseRow } from "#dataset/read/row-source.js";
import { decodeText } from "./decode-text.js";
import { createJsonValueSplitter } from "#json/split-json-values.js";

/** Reads a row from each element of a JSON array, or from each of several objects that span lines. */
export async function* readJsonDocument(
  chunks: AsyncIterable<Buffer>,
  path: string,
): AsyncGenerator<MaybeRow> {
  const splitter = createJsonValueSplitter();
  let last = 1;
  for await (const piece of decodeText(chunks, path)) {
    for (const { text, line } of splitter.add(piece)) {
      last = line;
      yield parseRow(text, line);
    }
  }
  const { rest, isOpen } = splitter.finish();
  if (rest) yield parseRow(rest.text, rest.line);
  else if (isOpen)
    yield { line: last, reason: "the array is not closed after this element: the file was cut off" };
}
