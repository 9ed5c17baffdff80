import type { JsonObject } from "#json/json-value.js";

/** How a field of the rows is used, and why. */
export interface FieldUse {
  field: string;
  /** `unused`, `shown to the judge`, or how the answer is compared with it: `string_check eq`. */
  use: string;
  reason: string;
}

/** A first draft of a grader, for the user to review. */
export interface GraderDraft {
  grader: JsonObject;
  /** Absent if the answer is plain text. */
  responseFormat?: JsonObject;
  uses: FieldUse[];
}
