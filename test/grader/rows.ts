import type { JsonObject } from "../../src/json.js";
import type { GraderRow } from "../../src/grader/unresolved-references.js";

/** Rows as a data file gives them, one a line. */
export async function* rowsOf(items: Iterable<JsonObject>, file = "train.jsonl"): AsyncGenerator<GraderRow> {
  let line = 0;
  for (const item of items) yield { file, line: ++line, item };
}
