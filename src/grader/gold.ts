import { type JsonObject, type JsonValue, absent, valueAt } from "../json.js";
import type { CompiledGrader } from "./compile-grader.js";
import type { Ask } from "./grader-part.js";
import { UnrenderableValue, renderValue } from "./render-value.js";
import { findInSchema, schemaOf, typesOf } from "./response-schema.js";
import { sampleFromText } from "./sample.js";
import { setValue } from "./set-value.js";
import { type Template, UnresolvedReference } from "./template.js";

/**
 * The answer that should earn full marks: the other side of each comparison whose one side is nothing but the sample's
 * text or a path in its JSON. A multi grader's parts are merged; parts that a judge or a program decides are passed over.
 * With a response_format the values take the types of its schema, so that a reference no allowed answer can equal
 * shows as a gold answer below full score. Undefined where no such answer can be built.
 */
export function buildGold(
  grader: CompiledGrader,
  item: JsonObject,
  responseFormat?: JsonValue,
): string | undefined {
  if (!grader.asks || grader.asks.length === 0) return undefined;
  try {
    return buildAnswer(grader.asks, item, schemaOf(responseFormat));
  } catch (error) {
    if (error instanceof UnresolvedReference || error instanceof UnrenderableValue) return undefined;
    throw error;
  }
}

/** What the asks of one kind come to: `clash` where two of them cannot both be met. */
type Built<T> = T | typeof clash;
const clash = Symbol("clash");

function buildAnswer(
  asks: readonly Ask[],
  item: JsonObject,
  schema: JsonObject | undefined,
): string | undefined {
  const text = buildText(asks, item);
  const json = buildJson(asks, item, schema);
  if (text === clash || json === clash) return undefined;
  if (json === undefined) return text;
  const answer = JSON.stringify(json);
  return text === undefined || text === answer ? answer : undefined;
}

function buildText(asks: readonly Ask[], item: JsonObject): Built<string | undefined> {
  let text: string | undefined;
  for (const { path, expected } of asks) {
    if (path !== undefined) continue;
    const wanted = renderExpected(expected, item);
    if (text !== undefined && text !== wanted) return clash;
    text = wanted;
  }
  return text;
}

function buildJson(
  asks: readonly Ask[],
  item: JsonObject,
  schema: JsonObject | undefined,
): Built<JsonValue | undefined> {
  let json: JsonValue | undefined;
  for (const { path, expected } of asks) {
    if (path === undefined) continue;
    const wanted = renderExpected(expected, item);
    const whole = path.length === 0 ? wholeValue(wanted) : undefined;
    const value = whole ?? typedValue(wanted, rawValue(expected, item), schema && typesAt(schema, path));
    json = value === undefined ? undefined : setValue(json, path, value);
    if (json === undefined) return clash;
  }
  return json;
}

function renderExpected(expected: Template, item: JsonObject): string {
  return expected.render({ item, sample: { output_text: "" } });
}

/** The row's own value, type and all, where the expected side is nothing but one reference to it. */
function rawValue(expected: Template, item: JsonObject): JsonValue | undefined {
  const [reference, ...more] = expected.parts;
  if (reference === undefined || typeof reference === "string" || more.length > 0) return undefined;
  const value = valueAt(item, reference.path);
  return value === absent ? undefined : value;
}

function typesAt(schema: JsonObject, path: readonly (string | number)[]): readonly string[] {
  const place = findInSchema(schema, path);
  return "missing" in place ? [] : place.schemas.flatMap(typesOf);
}

/** The value of an allowed type that renders as the text; else the nearest one; undefined where no type allows one. */
function typedValue(
  text: string,
  raw: JsonValue | undefined,
  types: readonly string[] | undefined,
): JsonValue | undefined {
  if (!types || types.length === 0) return raw ?? text;
  const candidates = [raw, text, sampleFromText(text).output_json].filter((value) => value !== undefined);
  const allowed = candidates.filter((value) => types.some((type) => hasType(value, type)));
  return allowed.find((value) => renderValue(value) === text) ?? allowed[0];
}

/** A reference that is itself the text of a JSON object or array stands for that, where the whole answer is compared. */
function wholeValue(text: string): JsonValue | undefined {
  const json = sampleFromText(text).output_json;
  return typeof json === "object" && json !== null && renderValue(json) === text ? json : undefined;
}

function hasType(value: JsonValue, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  return typeof value === type && value !== null && !Array.isArray(value);
}
