import type { JsonObject } from "../../src/json.js";
import type { GraderRow } from "../../src/grader/unresolved-references.js";
/** Rows as a data file gives them, one a line. */
export declare function rowsOf(items: Iterable<JsonObject>, file?: string): AsyncGenerator<GraderRow>;
