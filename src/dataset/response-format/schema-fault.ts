import { didYouMean } from "#words/closest-name.js";
import { type JsonObject, type JsonValue, isJsonObject, jsonPointer } from "#json/json-value.js";
import type { FindingText } from "#dataset/row/finding-list.js";
import { showValue } from "#words/show-value.js";

const typeNames = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const schemaKeywords = new Set(["items", "additionalProperties", "not", "if", "then", "else", "contains"]);
const listKeywords = new Set(["anyOf", "oneOf", "allOf", "prefixItems"]);
const namedKeywords = new Set(["properties", "$defs", "definitions", "patternProperties"]);

/** Keywords that Structured Outputs reject (OpenAI's guide, "Supported schemas", as of 2026-08). */
const refusedWhenStrict = [
  "allOf",
  "not",
  "dependentRequired",
  "dependentSchemas",
  "if",
  "then",
  "else",
  "oneOf",
];

/** A nested schema and its path. */
interface Place {
  schema: JsonValue;
  path: (string | number)[];
}

/**
 * The first fault of a JSON Schema for a model's answer: an unknown type, a malformed keyword or, if `strict`, anything
 * that Structured Outputs reject. Works at any depth, without recursion.
 */
export function findSchemaFault(root: JsonObject, pointer: string, strict: boolean): FindingText | undefined {
  const at = (path: Place["path"], message: string, help: string): FindingText => ({
    message,
    help,
    pointer: pointer + jsonPointer(path),
  });
  if (strict && root["type"] !== "object") {
    const message = `a strict schema's root has the type ${showValue(root["type"])}`;
    return at(["type"], message, "Make the root an object with properties.");
  }
  const waiting: Place[] = [{ schema: root, path: [] }];
  for (let here = waiting.pop(); here; here = waiting.pop()) {
    const { schema, path } = here;
    if (typeof schema === "boolean") continue;
    if (!isJsonObject(schema)) {
      return at(path, `a schema is ${showValue(schema)}, not an object`, 'Write {"type": "..."}.');
    }
    const fault = findOwnFault(schema) ?? (strict ? findStrictFault(schema) : undefined);
    if (fault) return at([...path, ...fault.path], fault.message, fault.help);
    for (const place of innerSchemas(schema)) {
      waiting.push({ schema: place.schema, path: [...path, ...place.path] });
    }
  }
  return undefined;
}

interface Fault {
  path: string[];
  message: string;
  help: string;
}

function findOwnFault({ type, properties, required, enum: values }: JsonObject): Fault | undefined {
  const names = type === undefined ? [] : Array.isArray(type) ? type : [type];
  const unknown = names.find((name) => typeof name !== "string" || !typeNames.includes(name));
  if (unknown !== undefined) {
    const meant = typeof unknown === "string" ? didYouMean(unknown, typeNames) : undefined;
    const help = meant ?? `The types are ${typeNames.join(", ")}.`;
    return { path: ["type"], message: `a schema has the type ${showValue(unknown)}`, help };
  }
  if (properties !== undefined && !isJsonObject(properties)) {
    const help = 'Write {"name": {"type": "..."}}.';
    return { path: ["properties"], message: `properties is ${showValue(properties)}, not an object`, help };
  }
  if (values !== undefined && (!Array.isArray(values) || values.length === 0)) {
    const help = "Write an array of the values that are allowed.";
    return { path: ["enum"], message: "enum is no array with values", help };
  }
  return findRequiredFault(required, properties);
}

function findRequiredFault(
  required: JsonValue | undefined,
  properties: JsonObject | undefined,
): Fault | undefined {
  if (required === undefined) return undefined;
  const path = ["required"];
  if (!Array.isArray(required) || required.some((name) => typeof name !== "string")) {
    return { path, message: "required is no array of names", help: "List the names of properties." };
  }
  const known = Object.keys(properties ?? {});
  const unknown = required.map(String).find((name) => properties && !known.includes(name));
  if (unknown === undefined) return undefined;
  const help = didYouMean(unknown, known) ?? "Describe it under properties, or take it out of required.";
  return { path, message: `required names ${showValue(unknown)}, which properties does not describe`, help };
}

function findStrictFault(schema: JsonObject): Fault | undefined {
  const refused = refusedWhenStrict.find((keyword) => schema[keyword] !== undefined);
  if (refused !== undefined) {
    const help = "Say it with anyOf, or set strict to false.";
    return { path: [refused], message: `a strict schema uses ${refused}, which the service refuses`, help };
  }
  const { properties } = schema;
  if (schema["type"] !== "object" && !properties) return undefined;
  if (schema["additionalProperties"] !== false) {
    return {
      path: [],
      message: "an object of a strict schema does not set additionalProperties to false",
      help: 'Add "additionalProperties": false.',
    };
  }
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const optional = Object.keys(isJsonObject(properties) ? properties : {}).find(
    (name) => !required.includes(name),
  );
  if (optional === undefined) return undefined;
  const help = 'Add it; let it be null ("type": ["string", "null"]) where it may be left out.';
  return {
    path: ["required"],
    message: `required of a strict schema does not name ${showValue(optional)}`,
    help,
  };
}

/** The schemas directly inside one, in reverse order because they go onto a stack. */
function innerSchemas(schema: JsonObject): Place[] {
  const places: Place[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    if (schemaKeywords.has(keyword)) {
      const several = Array.isArray(value) ? value : undefined;
      if (several) places.push(...several.map((inner, index) => ({ schema: inner, path: [keyword, index] })));
      else places.push({ schema: value, path: [keyword] });
    } else if (listKeywords.has(keyword) && Array.isArray(value)) {
      places.push(...value.map((inner, index) => ({ schema: inner, path: [keyword, index] })));
    } else if (namedKeywords.has(keyword) && isJsonObject(value)) {
      places.push(
        ...Object.entries(value).map(([name, inner]) => ({ schema: inner, path: [keyword, name] })),
      );
    }
  }
  return places.toReversed();
}
