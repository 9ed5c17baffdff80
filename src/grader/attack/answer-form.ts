import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { AnswerForm } from "./attack.js";
import { pathKey } from "./change-answer.js";
import type { CompiledGrader } from "#grader/score/compile-grader.js";
import { findInSchema, schemaOf } from "#grader/parse/response-schema.js";

/** The form of an answer, from what the grader asks for and what the response format allows. */
export function answerForm(grader: CompiledGrader, responseFormat: JsonValue | undefined): AnswerForm {
  const schema = schemaOf(responseFormat);
  const read = grader.references
    .filter(({ namespace, path }) => namespace === "sample" && path[0] === "output_json" && path.length > 1)
    .map(({ path }) => path.slice(1));
  const named = read.filter((path) => !read.some((longer) => isPrefix(path, longer)));
  // A judge or a program names no path, so the schema's top-level keys stand for what it may read.
  const paths = named.length === 0 && grader.static.length > 0 ? topPaths(schema) : named;
  const listed = paths.filter((path) => {
    const place = schema && findInSchema(schema, path);
    return (
      place &&
      "schemas" in place &&
      place.schemas.some((one) => isJsonObject(one) && (one["enum"] ?? one["const"]) !== undefined)
    );
  });
  return { paths, hasSchema: schema !== undefined, listed: new Set(listed.map(pathKey)) };
}

function topPaths(schema: JsonObject | undefined): string[][] {
  const properties = schema?.["properties"];
  return isJsonObject(properties) ? Object.keys(properties).map((key) => [key]) : [];
}

function isPrefix(path: readonly (string | number)[], longer: readonly (string | number)[]): boolean {
  return path.length < longer.length && path.every((key, index) => key === longer[index]);
}
