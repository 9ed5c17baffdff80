import { type JsonValue, jsonType } from "#json/json-value.js";
import { startOf } from "./excerpt.js";
import { withArticle } from "./with-article.js";

/** Characters of a value that a message shows. */
const shownLength = 60;

/** A value as a message shows it: a scalar as JSON, cut where it is long; anything larger by its type. */
export function showValue(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) return withArticle(jsonType(value));
  if (typeof value !== "string") return JSON.stringify(value);
  const { start, left } = startOf(value, shownLength);
  return `${JSON.stringify(start)}${left === 0 ? "" : "..."}`;
}
