import { type JsonValue, jsonType } from "#json/json-value.js";
import { startOf } from "./excerpt.js";
import { withArticle } from "./with-article.js";

/** Maximum characters of a value in a message. */
const shownLength = 60;

/** A value for a message: a scalar as JSON, cut where long; anything larger by its type. */
export function showValue(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (typeof value === "object" && value !== null) return withArticle(jsonType(value));
  if (typeof value !== "string") return JSON.stringify(value);
  const { start, left } = startOf(value, shownLength);
  return `${JSON.stringify(start)}${left === 0 ? "" : "..."}`;
}
