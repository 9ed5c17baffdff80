import { type JsonObject, type JsonValue, isJsonObject, jsonType, valueAt } from "#json/json-value.js";

/**
 * The JSON Schema of a response_format of type json_schema, in the nested form (`json_schema.schema`, chat completions
 * and jobs) or the flat one (`schema`, the how-to page of 2025-05); undefined if no schema binds the answer.
 */
export function schemaOf(responseFormat: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(responseFormat) || responseFormat["type"] !== "json_schema") return undefined;
  const nested = responseFormat["json_schema"];
  const schema = isJsonObject(nested) ? nested["schema"] : responseFormat["schema"];
  return isJsonObject(schema) ? schema : undefined;
}

/** A path that the schema does not allow. */
interface MissingPath {
  /** The segment that leads nowhere. */
  key: string | number;
  /** The properties known there; empty if the value is not an object. */
  known: string[];
}

/** Where a path leads: the schemas that may apply there (empty if anything is allowed), or where it ends. */
export type SchemaPlace = { schemas: JsonObject[] } | { missing: MissingPath };

/** Follows a path of keys and indexes through a schema: properties, items, local `$ref`, anyOf, oneOf, allOf. */
export function findInSchema(root: JsonObject, path: readonly (string | number)[]): SchemaPlace {
  let here = alternatives(root, root);
  for (const key of path) {
    const steps = here.map((schema) => step(schema, key));
    if (steps.includes(anything)) return { schemas: [] };
    const next = steps.filter((found) => isJsonObject(found)).flatMap((found) => alternatives(root, found));
    if (next.length === 0) return { missing: { key, known: here.flatMap(propertyNames) } };
    here = next;
  }
  return { schemas: here };
}

const anything = true;

/** The schema under one key; true if the schema leaves it open, undefined if it has no such key. */
function step(schema: JsonObject, key: string | number): JsonObject | true | undefined {
  return typeof key === "number" ? itemSchema(schema, key) : propertySchema(schema, key);
}

function propertySchema(schema: JsonObject, key: string): JsonObject | true | undefined {
  const properties = schema["properties"];
  if (isJsonObject(properties)) {
    if (Object.hasOwn(properties, key)) return openUnlessObject(properties[key]);
    // A schema that lists its properties without mentioning others does not expect others in the answer.
    if (schema["patternProperties"] === undefined && !isOpen(schema["additionalProperties"]))
      return undefined;
    return anything;
  }
  return mayBe(schema, "object") ? anything : undefined;
}

function itemSchema(schema: JsonObject, index: number): JsonObject | true | undefined {
  if (!mayBe(schema, "array")) return undefined;
  const tuple = schema["prefixItems"];
  const own = Array.isArray(tuple) ? tuple[index] : undefined;
  return openUnlessObject(own ?? schema["items"]);
}

function openUnlessObject(schema: JsonValue | undefined): JsonObject | true {
  return isJsonObject(schema) ? schema : anything;
}

function isOpen(additional: JsonValue | undefined): boolean {
  return additional === true || isJsonObject(additional);
}

function mayBe(schema: JsonObject, type: string): boolean {
  const types = schema["type"];
  return types === undefined || types === type || (Array.isArray(types) && types.includes(type));
}

function propertyNames(schema: JsonObject): string[] {
  return isJsonObject(schema["properties"]) ? Object.keys(schema["properties"]) : [];
}

/** The plain schemas that a schema's references and combinations resolve to, each once. */
function alternatives(root: JsonObject, schema: JsonObject, seen = new Set<JsonObject>()): JsonObject[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const target = referredSchema(root, schema["$ref"]);
  if (target) return alternatives(root, target, seen);
  const branches = ["anyOf", "oneOf", "allOf"].flatMap((word) => schema[word] ?? []).filter(isJsonObject);
  const resolved = branches.flatMap((branch) => alternatives(root, branch, seen));
  return branches.length === 0 || schema["properties"] !== undefined ? [schema, ...resolved] : resolved;
}

function referredSchema(root: JsonObject, reference: JsonValue | undefined): JsonObject | undefined {
  if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
  const keys = reference.slice(1).split("/").slice(1);
  const target = valueAt(
    root,
    keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~")),
  );
  return isJsonObject(target) ? target : undefined;
}

/** The JSON types that a schema names (`integer` is distinct from `number`); empty if it names none. */
export function typesOf(schema: JsonObject): string[] {
  const types = schema["type"];
  if (types === undefined) return [];
  return (Array.isArray(types) ? types : [types]).filter((type) => typeof type === "string");
}

/** Whether a schema's type, enum and const allow a value; other keywords are ignored. */
export function isAllowed(schema: JsonObject, value: JsonValue): boolean {
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => hasType(value, type))) return false;
  const values = schema["const"] === undefined ? schema["enum"] : [schema["const"]];
  return !Array.isArray(values) || values.some((one) => JSON.stringify(one) === JSON.stringify(value));
}

function hasType(value: JsonValue, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  return jsonType(value) === type;
}

/** Whether a response format makes the answer JSON, with a schema or without. */
export function hasJsonFormat(responseFormat: JsonValue | undefined): boolean {
  return (
    isJsonObject(responseFormat) &&
    (responseFormat["type"] === "json_schema" || responseFormat["type"] === "json_object")
  );
}
