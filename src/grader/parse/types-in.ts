import { type JsonValue, isJsonObject } from "#json/json-value.js";

/** The types that a grader and its sub-graders name, as they were read; whatever is wrong with it. */
export function typesIn(value: JsonValue): string[] {
  if (!isJsonObject(value)) return [];
  const { type, graders } = value;
  const inside = isJsonObject(graders) ? Object.values(graders).flatMap(typesIn) : [];
  return [...(typeof type === "string" ? [type] : []), ...inside];
}
