import type { JsonObject } from "#json/json-value.js";

/** The keys of a row in order, by who reads them. */
export interface RowFields {
  readonly all: readonly string[];
  /** Those that carry data for the grader, for example a reference answer. */
  readonly fields: readonly string[];
  /** Those that go to the model besides the messages. */
  readonly request: readonly string[];
}

let last: RowFields = { all: [], fields: [], request: [] };

/** The shape of a row. Most rows share that of the previous row, and with it one list of names. */
export function fieldsOf(row: JsonObject): RowFields {
  const all = Object.keys(row);
  if (!isSameList(all, last.all)) last = { all, fields: all.filter(isField), request: all.filter(isRequest) };
  return last;
}

export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

/** True for a key with data for the grader; the other four belong to the request and are read by the service. */
export function isField(key: string): boolean {
  return key !== "messages" && !isRequest(key);
}

function isRequest(key: string): boolean {
  return key === "tools" || key === "parallel_tool_calls" || key === "response_format";
}
