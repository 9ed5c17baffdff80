import { didYouMean } from "#words/closest-name.js";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { FindingText } from "#dataset/row/finding-list.js";
import { findSchemaFault } from "./schema-fault.js";
import { showValue } from "#words/show-value.js";

const formatTypes = ["text", "json_object", "json_schema"];
const formatForm =
  '{"type": "json_schema", "json_schema": {"name": "...", "strict": true, "schema": {"type": "object", ...}}}';

/** The names of schemas that the API accepts. */
const schemaName = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * The first fault of a response_format; undefined if it is usable. The flat form of Microsoft's page of May 2025
 * (`{type, name, schema, strict}`) is accepted too. The schema is checked for its structure and the limits of
 * Structured Outputs (OpenAI's guide of that name, as of 2026-08), not compiled.
 */
export function findResponseFormatFault(format: JsonValue): FindingText | undefined {
  if (!isJsonObject(format)) {
    return fault(`response_format is ${showValue(format)}, not an object`, "");
  }
  const { type } = format;
  if (typeof type !== "string" || !formatTypes.includes(type)) {
    const meant = typeof type === "string" ? didYouMean(type, formatTypes) : undefined;
    return fault(`response_format has the type ${showValue(type)}`, "/type", meant);
  }
  if (type !== "json_schema") return undefined;
  const { json_schema: nested } = format;
  if (nested !== undefined) {
    return isJsonObject(nested)
      ? findNestedFault(nested, "/json_schema")
      : fault(`json_schema is ${showValue(nested)}, not an object`, "/json_schema");
  }
  return format["schema"] === undefined
    ? fault("response_format of type json_schema has no json_schema", "")
    : findNestedFault(format, "");
}

function findNestedFault(described: JsonObject, pointer: string): FindingText | undefined {
  const { name, schema, strict } = described;
  if (typeof name !== "string" || !schemaName.test(name)) {
    const help = "Give the schema a name of 1 to 64 letters, digits, _ and -.";
    return fault(`the response format's name is ${showValue(name)}`, `${pointer}/name`, help);
  }
  if (strict !== undefined && strict !== null && typeof strict !== "boolean") {
    return fault(`strict is ${showValue(strict)}`, `${pointer}/strict`, "Write true or false.");
  }
  if (!isJsonObject(schema)) {
    return fault(`the response format's schema is ${showValue(schema)}, not an object`, `${pointer}/schema`);
  }
  return findSchemaFault(schema, `${pointer}/schema`, strict === true);
}

function fault(message: string, pointer: string, help = `Write ${formatForm}.`): FindingText {
  return { message, help, pointer };
}
