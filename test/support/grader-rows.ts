import type { JsonObject } from "#json/json-value.js";
import { parseSampleLine } from "#grader/samples/sample-line.js";
import type { SampleLine } from "#grader/samples/read-samples.js";
import type { GraderRow } from "#grader/proof/unresolved-references.js";

/** Rows as a data file gives them, one a line. */
export async function* rowsOf(items: Iterable<JsonObject>, file = "train.jsonl"): AsyncGenerator<GraderRow> {
  let line = 0;
  for (const item of items) yield { file, line: ++line, item };
}

/** Lines of a samples file, as they are read of one. */
export async function* samplesOf(
  lines: readonly object[],
  file = "samples.jsonl",
): AsyncGenerator<SampleLine[]> {
  yield lines.map((value, index) => {
    const subject = parseSampleLine(JSON.stringify(value));
    const place = { file, line: index + 1 };
    return typeof subject === "string" ? { ...place, fault: subject } : { ...place, subject };
  });
}
