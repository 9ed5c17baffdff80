import type * as z from "zod";
import type { ConfigDocument } from "#document/config-document.js";
import { type FileSchema, type SchemaFault, schemaFaults } from "#document/schema-faults.js";
import type { Finding } from "#finding.js";
import { jsonPointer } from "#json/json-value.js";
import { jobFileSchema } from "./spec-schema.js";
import type { JobFile } from "./spec.js";

const jobFile: FileSchema<JobFile> = {
  schema: jobFileSchema,
  name: "the job file",
  start: "rft init --data train.jsonl drafts a job file.",
  guide: "The README's job file shows what stands where.",
  either: "a path or an object",
};

function findingOf(document: ConfigDocument, { path, message, help }: SchemaFault): Finding {
  const { line, column } = document.positionOf(path);
  const code = "job-file-invalid";
  const pointer = jsonPointer(path);
  return { code, severity: "error", message, help, file: document.path, line, column, pointer };
}

/** The schema's faults as findings, in line order. */
export function jobFileFindings(document: ConfigDocument, error: z.ZodError): Finding[] {
  return schemaFaults(document, error, jobFile).map((fault) => findingOf(document, fault));
}
