import type { JsonObject } from "../json.js";

/** One line's content, parsed: what a check looks at, and what a grader's templates call `item`. */
export interface Example {
  /** 1-based, counting physical lines, blank and broken ones included. */
  line: number;
  /** The whole row, `messages` included. */
  item: JsonObject;
}
