import type { JsonObject } from "#json/json-value.js";

/** What became of a field of the rows, and why. */
export interface FieldUse {
  field: string;
  /** `unused`, `shown to the judge`, or how the answer is compared with it: `string_check eq`. */
  use: string;
  reason: string;
}

/** A grader for rows nobody has described: a start, to be looked at. */
export interface GraderDraft {
  grader: JsonObject;
  /** Absent where a judge reads the answer as it is. */
  responseFormat?: JsonObject;
  uses: FieldUse[];
}
