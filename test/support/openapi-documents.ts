import { existsSync, readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import type { JsonObject, JsonValue } from "#json/json-value.js";
import { isJsonObject, parseJson } from "#json/json-value.js";

const folder = "../shared/data/spec";
const files = {
  "Azure v1 31c65e1 (condensed)": "azure-v1-finetuning-31c65e1.condensed.json",
  "Azure authoring 2025-04-01-preview": "azureopenai-authoring-2025-04-01-preview.json",
  "OpenAI 2.3.0 (subset)": "openai-openapi-2.3.0-subset.json",
} as const;

/** Whether the documents are there: they are not ours to keep. */
export const hasDocuments = existsSync(folder);

/** What a document says of one operation. */
export interface Operation {
  document: string;
  /** Names of the query's parameters. */
  query: ReadonlySet<string>;
  /** Undefined where the document has no schema for a body. */
  body: ValidateFunction | undefined;
  /** Names of the fields of a multipart body; undefined where it takes none. */
  fields: ReadonlySet<string> | undefined;
}

interface Document {
  name: string;
  root: JsonObject;
  ajv: Ajv;
}

function objectAt(value: JsonValue | undefined, ...path: readonly string[]): JsonObject {
  let current = value;
  for (const key of path) current = isJsonObject(current) ? current[key] : undefined;
  return isJsonObject(current) ? current : {};
}

function target(root: JsonObject, { $ref }: JsonObject): JsonObject | undefined {
  const found = objectAt(root, ...String($ref).replace(/^#\//, "").split("/"));
  return Object.keys(found).length > 0 ? found : undefined;
}

/** Words of OpenAPI 3.0 that JSON Schema does not have, and one that it has with another meaning. */
const foreign = new Set(["nullable", "discriminator", "example", "xml", "externalDocs"]);

/** The same document as JSON Schema reads it; a reference to what a condensed document left out allows anything. */
function asJsonSchema(value: JsonValue, root: JsonObject): JsonValue {
  if (Array.isArray(value)) return value.map((entry) => asJsonSchema(entry, root));
  if (!isJsonObject(value)) return value;
  if (typeof value["$ref"] === "string" && !target(root, value)) return {};
  const kept = Object.entries(value).filter(
    ([key, entry]) => !foreign.has(key) && !(key === "exclusiveMinimum" && typeof entry === "boolean"),
  );
  return Object.fromEntries(kept.map(([key, entry]) => [key, asJsonSchema(entry, root)]));
}

function openDocument([name, file]: [string, string]): Document {
  const root: JsonValue = parseJson(readFileSync(`${folder}/${file}`, "utf8"));
  if (!isJsonObject(root)) throw new Error(`${file} is no object`);
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(objectAt(asJsonSchema(root, root)), "document");
  return { name, root, ajv };
}

/** The documents; empty where they are not there. */
const documents: readonly Document[] = hasDocuments ? Object.entries(files).map(openDocument) : [];

function pointer(...keys: readonly string[]): string {
  return keys
    .map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1"))
    .map(encodeURIComponent)
    .join("/");
}

function queryOf(operation: JsonObject, root: JsonObject): Set<string> {
  const parameters = Array.isArray(operation["parameters"]) ? operation["parameters"] : [];
  const read = parameters
    .filter(isJsonObject)
    .map((one) => ("$ref" in one ? (target(root, one) ?? {}) : one));
  return new Set(read.filter((one) => one["in"] === "query").map((one) => String(one["name"])));
}

/** The validator of what a path in a document's tree holds; undefined where the document left the schema out. */
function validatorAt({ root, ajv }: Document, keys: readonly string[]): ValidateFunction | undefined {
  const schema = objectAt(root, ...keys);
  if (Object.keys(schema).length === 0 || ("$ref" in schema && !target(root, schema))) return undefined;
  return ajv.compile({ $ref: `document#/${pointer(...keys)}` });
}

/** The validator of a named schema. */
export function schemaNamed(document: string, name: string): ValidateFunction | undefined {
  const found = documents.find((one) => one.name.startsWith(document));
  return found && validatorAt(found, ["components", "schemas", name]);
}

function fieldsOf({ root }: Document, schema: JsonObject): Set<string> | undefined {
  const resolved = "$ref" in schema ? target(root, schema) : schema;
  const properties = Object.keys(objectAt(resolved, "properties"));
  return properties.length > 0 ? new Set(properties) : undefined;
}

function operationIn(document: Document, method: string, path: string): Operation | undefined {
  const { name, root } = document;
  const verb = method.toLowerCase();
  const template = Object.keys(objectAt(root, "paths")).find(
    (one) =>
      new RegExp(`^${one.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path) &&
      verb in objectAt(root, "paths", one),
  );
  if (template === undefined) return undefined;
  const keys = ["paths", template, verb];
  const content = [...keys, "requestBody", "content"];
  return {
    document: name,
    query: queryOf(objectAt(root, ...keys), root),
    body: validatorAt(document, [...content, "application/json", "schema"]),
    fields: fieldsOf(document, objectAt(root, ...content, "multipart/form-data", "schema")),
  };
}

const known = new Map<string, Operation[]>();

/** What each document says of a request; a document that does not know it is left out. */
export function operationsOf(method: string, path: string): Operation[] {
  const key = `${method} ${path}`;
  const operations = known.get(key) ?? documents.flatMap((one) => operationIn(one, method, path) ?? []);
  known.set(key, operations);
  return operations;
}
