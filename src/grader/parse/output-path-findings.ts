import { didYouMean } from "#words/closest-name.js";
import type { Finding } from "#finding.js";
import { type JsonObject, jsonPointer } from "#json/json-value.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { findInSchema } from "./response-schema.js";
import { type TemplateReference, compileTemplate } from "#grader/language/template.js";
import { templateTexts } from "./template-texts.js";

/**
 * The paths of a grader's `{{sample.output_json...}}` that the answer's schema does not have.
 * The grader's templates must be readable.
 */
export function outputPathFindings(grader: GraderConfig, schema: JsonObject): Finding[] {
  return templateTexts(grader).flatMap(({ path, text }) =>
    compileTemplate(text).references.flatMap((reference) => {
      const finding = missingInSchema(reference, schema);
      return finding ? [{ ...finding, pointer: jsonPointer(path) }] : [];
    }),
  );
}

function missingInSchema(reference: TemplateReference, schema: JsonObject): Finding | undefined {
  const [variable, ...path] = reference.path;
  if (reference.namespace !== "sample" || variable !== "output_json") return undefined;
  const place = findInSchema(schema, path);
  if (!("missing" in place)) return undefined;
  const { key, known } = place.missing;
  const listed = known.length > 0 ? `; the properties there are ${known.join(", ")}` : "";
  return {
    code: "output-path-not-in-schema",
    severity: "error",
    message: `{{${reference.text}}} reads ${JSON.stringify(key)}, which the response format's schema does not have${listed}`,
    help:
      (typeof key === "string" ? didYouMean(key, known) : undefined) ??
      "Read a property that the schema has, or add this one to the schema.",
  };
}

/** The warning for a grader that reads the answer's JSON if nothing makes the answer JSON; undefined for others. */
export function withoutFormatFinding(grader: GraderConfig): Finding | undefined {
  const place = templateTexts(grader).find(({ text }) =>
    compileTemplate(text).references.some(
      ({ namespace, path }) => namespace === "sample" && path[0] === "output_json",
    ),
  );
  return (
    place && {
      code: "output-json-without-schema",
      severity: "warning",
      message: "the grader reads {{sample.output_json}}, and no response format makes the answer JSON",
      help: "Give the job's response format (--response-format, or response_format in the job file); without one every such reward is 0.",
      pointer: jsonPointer(place.path),
    }
  );
}
