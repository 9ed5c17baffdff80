import * as z from "zod";
import { type JsonValue, parseJson } from "#json/json-value.js";
import { jobFileSchema } from "./spec-schema.js";

/**
 * The JSON Schema (2020-12) of the job file, for editors: `# yaml-language-server: $schema=<path>`. The package ships
 * it as `dist/job-file.schema.json`.
 */
export function jobFileJsonSchema(): JsonValue {
  return parseJson(JSON.stringify(z.toJSONSchema(jobFileSchema, { io: "input" })));
}
