import { type JsonObject, type JsonValue, absent, valueAt } from "#json/json-value.js";
import type { CompiledGrader } from "./compile-grader.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import type { Ask } from "#grader/config/grader-part.js";
import { UnrenderableValue, renderValue } from "#grader/language/render-value.js";
import { findInSchema, isAllowed, schemaOf, typesOf } from "#grader/parse/response-schema.js";
import { sampleFromText } from "#grader/language/sample.js";
import { setValue } from "./set-value.js";
import { type Template, UnresolvedReference } from "#grader/language/template.js";

/**
 * The answer that should earn full marks. `impossible`: why the response format allows no value that reads as the
 * reference. Undefined if a judge or a program decides, or no such answer can be written down.
 */
export type Gold = { output: string } | { impossible: string } | undefined;

/**
 * Builds the gold answer from the comparisons in which one side is only the sample's text or a path in its JSON: the
 * answer takes the other side. A multi grader's parts are merged, except those a judge or a program decides. With a
 * response_format the values take the types of its schema, so that a reference no allowed answer can equal shows as a
 * gold answer below full score.
 */
export function findGold(grader: CompiledGrader, item: JsonObject, responseFormat?: JsonValue): Gold {
  if (!grader.asks || grader.asks.length === 0) return undefined;
  try {
    const schema = schemaOf(responseFormat);
    const gold = buildAnswer(grader.asks, item, schema);
    const isText = gold && typeof sampleFromText(gold.output).output_json !== "object";
    if (isText && schema && comparesWholeText(grader.config)) return { impossible: wholeText };
    return gold;
  } catch (error) {
    if (error instanceof NoAllowedValue) return { impossible: error.message };
    if (error instanceof UnresolvedReference || error instanceof UnrenderableValue) return undefined;
    throw error;
  }
}

/** The gold answer's text; undefined if there is none. */
export function buildGold(
  grader: CompiledGrader,
  item: JsonObject,
  responseFormat?: JsonValue,
): string | undefined {
  const gold = findGold(grader, item, responseFormat);
  return gold && "output" in gold ? gold.output : undefined;
}

const wholeText = "a JSON object only, and the grader compares the answer's whole text";

/** Whether a part compares the answer's whole text, rather than looking for something in it. */
function comparesWholeText(config: GraderConfig): boolean {
  if (config.type === "multi") return Object.values(config.graders).some(comparesWholeText);
  const isWhole =
    config.type === "text_similarity" || (config.type === "string_check" && config.operation === "eq");
  return isWhole && [config.input, config.reference].some((side) => wholeAnswer.test(side));
}

const wholeAnswer = /^\{\{\s*sample\.output_text\s*\}\}$/;

/** The schema allows nothing that reads as the reference. */
class NoAllowedValue extends Error {}

/** What the asks of one kind build; `clash` if two of them conflict. */
type Built<T> = T | typeof clash;
const clash = Symbol("clash");

function buildAnswer(
  asks: readonly Ask[],
  item: JsonObject,
  schema: JsonObject | undefined,
): { output: string } | undefined {
  const text = buildText(asks, item);
  const json = buildJson(asks, item, schema);
  if (text === clash || json === clash) return undefined;
  if (json === undefined) return text === undefined ? undefined : { output: text };
  const answer = JSON.stringify(json);
  return text === undefined || text === answer ? { output: answer } : undefined;
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
    const value = whole ?? typedValue(wanted, rawValue(expected, item), schema && schemasAt(schema, path));
    json = setValue(json, path, value);
    if (json === undefined) return clash;
  }
  return json;
}

function renderExpected(expected: Template, item: JsonObject): string {
  return expected.render({ item, sample: { output_text: "" } });
}

/** The row's own value with its type, if the expected side is a single reference to it. */
function rawValue(expected: Template, item: JsonObject): JsonValue | undefined {
  const [reference, ...more] = expected.parts;
  if (reference === undefined || typeof reference === "string" || more.length > 0) return undefined;
  const value = valueAt(item, reference.path);
  return value === absent ? undefined : value;
}

function schemasAt(schema: JsonObject, path: readonly (string | number)[]): readonly JsonObject[] {
  const place = findInSchema(schema, path);
  return "missing" in place ? [] : place.schemas;
}

/** The allowed value that reads as the text, else the first allowed one. */
function typedValue(
  text: string,
  raw: JsonValue | undefined,
  schemas: readonly JsonObject[] | undefined,
): JsonValue {
  if (!schemas || schemas.length === 0) return raw ?? text;
  const candidates = [raw, text, sampleFromText(text).output_json].filter((value) => value !== undefined);
  const allowed = candidates.filter((value) => schemas.some((schema) => isAllowed(schema, value)));
  const value = allowed.find((candidate) => renderValue(candidate) === text) ?? allowed[0];
  if (value === undefined) throw new NoAllowedValue(describeSchemas(schemas));
  return value;
}

/** What a schema allows, in short: `one of "yes", "no"`, `a boolean`. */
function describeSchemas(schemas: readonly JsonObject[]): string {
  return schemas
    .map((schema) => {
      const values = schema["const"] === undefined ? schema["enum"] : [schema["const"]];
      if (Array.isArray(values)) return `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
      return typesOf(schema).join(" or ");
    })
    .join(", or ");
}

/** Reads a reference that is the text of a JSON object or array, for comparisons of the answer's whole JSON. */
function wholeValue(text: string): JsonValue | undefined {
  const json = sampleFromText(text).output_json;
  return typeof json === "object" && json !== null && renderValue(json) === text ? json : undefined;
}
