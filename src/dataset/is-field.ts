/** Top-level keys of a row that the service itself reads; all others are fields for the grader. */
const serviceKeys = new Set(["messages", "tools", "parallel_tool_calls", "response_format"]);

/** True for a key that carries data for the grader (a reference answer, say), not a part of the request. */
export function isField(key: string): boolean {
  return !serviceKeys.has(key);
}
