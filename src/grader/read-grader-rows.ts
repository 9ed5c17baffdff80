import { readExamples } from "../dataset/read-examples.js";
import type { DataFile } from "../dataset/source.js";
import type { GraderRow } from "./unresolved-references.js";

/** The rows of files one after the other, with the place each came from; `stdin` gives the bytes of the file `-`. */
export async function* readGraderRows(
  files: readonly DataFile[],
  signal?: AbortSignal,
  stdin?: AsyncIterable<Uint8Array>,
): AsyncGenerator<GraderRow> {
  for (const file of files) {
    for await (const { line, item } of readExamples(file, { signal, stdin }))
      yield { file: file.path, line, item };
  }
}
