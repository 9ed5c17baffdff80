import type * as z from "zod";
import { didYouMean } from "../closest-name.js";
import type { ConfigDocument } from "../document/config-document.js";
import type { Finding } from "../finding.js";
import { type JsonValue, absent, jsonPointer, jsonType, valueAt } from "../json.js";
import { jobFileSchema } from "./spec-schema.js";

type Path = readonly PropertyKey[];

/** The keys that may stand at a path of the job file. */
function knownKeys(path: Path): string[] {
  let schema: unknown = jobFileSchema;
  for (const key of path) schema = shapeOf(schema)?.[String(key)];
  return Object.keys(shapeOf(schema) ?? {});
}

/** The properties of an object schema, through `optional`. */
function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  if ("shape" in schema && isRecord(schema.shape)) return schema.shape;
  if ("unwrap" in schema && typeof schema.unwrap === "function") return shapeOf(schema.unwrap());
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function invalid(document: ConfigDocument, path: Path, [message, help]: [string, string]): Finding {
  const { line, column } = document.positionOf(path);
  const pointer = jsonPointer(path);
  return {
    code: "job-file-invalid",
    severity: "error",
    message,
    help,
    file: document.path,
    line,
    column,
    pointer,
  };
}

/** A value as a sentence can hold it. */
function show(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length <= 40 ? text : `of type ${jsonType(value)}`;
}

const wanted: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  object: "an object",
  record: "an object",
  array: "a list",
  boolean: "true or false",
};

function wantedOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return wanted[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return issue.values.map((value) => JSON.stringify(value)).join(" or ");
  if (issue.code === "too_small") return "more than nothing";
  return issue.code === "invalid_union" ? "a path or an object" : issue.message;
}

function describe(document: ConfigDocument, issue: z.core.$ZodIssue): [message: string, help: string] {
  if (document.value === null)
    return ["the job file is empty", "rft demo --keep leaves a job file to start from."];
  const where = issue.path.length === 0 ? "the job file" : issue.path.map(String).join(".");
  const keys = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  const value = valueAt(document.value, keys);
  const need = wantedOf(issue);
  if (value === absent) return [`${where} is missing`, `Add it; it is ${need}.`];
  return [`${where} is ${show(value)}, not ${need}`, "The README's job file shows what stands where."];
}

/** One schema issue in the words of a person who wrote the file. */
function issueFindings(document: ConfigDocument, issue: z.core.$ZodIssue): Finding[] {
  if (issue.code !== "unrecognized_keys") return [invalid(document, issue.path, describe(document, issue))];
  const where = issue.path.length === 0 ? "the job file" : issue.path.map(String).join(".");
  return issue.keys.map((key) => {
    const known = knownKeys(issue.path);
    const help = didYouMean(key, known) ?? `Known here: ${known.join(", ")}.`;
    return invalid(document, [...issue.path, key], [`unknown key "${key}" in ${where}`, help]);
  });
}

/** What a job file's schema found, as findings in the order of their lines. */
export function jobFileFindings(document: ConfigDocument, error: z.ZodError): Finding[] {
  return error.issues
    .flatMap((issue) => issueFindings(document, issue))
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
}
