import type { JsonObject } from "#json/json-value.js";

/** The names of a row's keys in their order, and who reads them. */
export interface RowShape {
  readonly all: readonly string[];
  /** Those that carry data for the grader (a reference answer, say). */
  readonly fields: readonly string[];
  /** Those that go to the model beside the messages. */
  readonly request: readonly string[];
}

let last: RowShape = { all: [], fields: [], request: [] };

/** The shape of a row. Most rows have that of the row before: they share one list of names, which each would make anew. */
export function shapeOf(row: JsonObject): RowShape {
  const all = Object.keys(row);
  if (!isSameList(all, last.all)) last = { all, fields: all.filter(isField), request: all.filter(isRequest) };
  return last;
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** True for a key that carries data for the grader, not a part of the request: the service itself reads those four. */
export function isField(key: string): boolean {
  return key !== "messages" && !isRequest(key);
}

function isRequest(key: string): boolean {
  return key === "tools" || key === "parallel_tool_calls" || key === "response_format";
}
