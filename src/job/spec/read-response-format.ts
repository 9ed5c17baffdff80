import { type JsonObject, isJsonObject } from "#json/json-value.js";

/**
 * A response format in the nested form the service takes. Converts the flat form of Microsoft's page of May 2025
 * (`{type, name, schema, strict}`); leaves anything else as it is.
 */
export function nestResponseFormat(format: JsonObject): JsonObject {
  if (format["type"] !== "json_schema" || isJsonObject(format["json_schema"])) return format;
  const { type: _type, ...rest } = format;
  return { type: "json_schema", json_schema: rest };
}
