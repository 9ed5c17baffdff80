import type * as z from "zod";
import { didYouMean } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import { type JsonValue, absent, jsonType, valueAt } from "#json/json-value.js";
import type { ConfigDocument } from "./config-document.js";

/** One thing that a schema found wrong with a configuration file, in terms of what its author wrote. */
export interface SchemaFault {
  /** Its place in the value. */
  path: readonly PropertyKey[];
  message: string;
  help: string;
}

/** A strict schema of a file, and the words that messages use for it. */
export interface FileSchema<T> {
  schema: z.ZodType<T>;
  /** As used in a sentence: `the job file`. */
  name: string;
  /** The hint for an empty file. */
  start: string;
  /** The hint for a value of the wrong kind. */
  guide: string;
  /** What a value that may be of several kinds is called. */
  either: string;
  /** True where a value may be a misplaced secret: messages do not repeat values. */
  hideValues?: boolean;
}

/** The keys that the schema allows at a path. */
function knownKeys(root: unknown, path: readonly PropertyKey[]): string[] {
  let schema = root;
  for (const key of path) schema = shapeOf(schema)?.[String(key)] ?? entryOf(schema);
  return Object.keys(shapeOf(schema) ?? {});
}

/** The properties of an object schema, through `optional`. */
function shapeOf(schema: unknown): Record<string, unknown> | undefined {
  if (!isRecord(schema)) return undefined;
  if (isRecord(schema["shape"])) return schema["shape"];
  const inner = unwrapped(schema);
  return inner === undefined ? undefined : shapeOf(inner);
}

/** The schema of a record's values or a list's elements. */
function entryOf(schema: unknown): unknown {
  if (!isRecord(schema)) return undefined;
  return schema["valueType"] ?? schema["element"] ?? entryOf(unwrapped(schema));
}

function unwrapped(schema: Record<string, unknown>): unknown {
  return "valueType" in schema || "element" in schema || typeof schema["unwrap"] !== "function"
    ? undefined
    : schema["unwrap"]();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A value short enough for a sentence; a long one by its type. */
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

function wantedOf(issue: z.core.$ZodIssue, either: string): string {
  if (issue.code === "invalid_type") return wanted[issue.expected] ?? issue.expected;
  if (issue.code === "invalid_value") return issue.values.map((value) => JSON.stringify(value)).join(" or ");
  if (issue.code === "too_small") return "more than nothing";
  if (issue.code === "invalid_format") return "a name of the kind that stands there";
  return issue.code === "invalid_union" ? either : issue.message;
}

function describe<T>(document: ConfigDocument, issue: z.core.$ZodIssue, file: FileSchema<T>) {
  if (document.value === null) return { message: `${file.name} is empty`, help: file.start };
  const where = placeName(issue.path, file.name);
  // Our own parsers put their hint into the issue's parameters.
  const hint: unknown = issue.code === "custom" ? issue.params?.["hint"] : undefined;
  if (typeof hint === "string") return { message: `${where}: ${issue.message}`, help: hint };
  const keys = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  const value = valueAt(document.value, keys);
  const need = wantedOf(issue, file.either);
  if (value === absent) return { message: `${where} is missing`, help: `Add it; it is ${need}.` };
  const seen = file.hideValues === true ? "" : `${show(value)}, `;
  return { message: `${where} is ${seen}not ${need}`, help: file.guide };
}

function placeName(path: readonly PropertyKey[], name: string): string {
  return path.length === 0 ? name : path.map(String).join(".");
}

function issueFaults<T>(
  document: ConfigDocument,
  issue: z.core.$ZodIssue,
  file: FileSchema<T>,
): SchemaFault[] {
  const { path } = issue;
  if (issue.code !== "unrecognized_keys") return [{ path, ...describe(document, issue, file) }];
  return issue.keys.map((key) => {
    const known = knownKeys(file.schema, path);
    const names = known.length === 0 ? file.guide : `Known here: ${known.join(", ")}.`;
    const help = didYouMean(key, known) ?? names;
    return { path: [...path, key], message: `unknown key "${key}" in ${placeName(path, file.name)}`, help };
  });
}

function rankOf({ code }: z.core.$ZodIssue): number {
  return code === "unrecognized_keys" ? 0 : 1;
}

/** What a strict schema found wrong with a file, in line order. */
export function schemaFaults<T>(
  document: ConfigDocument,
  error: z.ZodError,
  file: FileSchema<T>,
): SchemaFault[] {
  // At the same place, list a mistyped key before the missing key that it was meant to be.
  return error.issues
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .flatMap((issue) => issueFaults(document, issue, file))
    .map((fault) => ({ fault, at: document.positionOf(fault.path) }))
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ fault }) => fault);
}

/**
 * A file's value, validated by a strict schema.
 * @throws RftError `configuration` for the first fault, with its line and column
 */
export function parseFile<T>(document: ConfigDocument, file: FileSchema<T>): T {
  const parsed = file.schema.safeParse(document.value);
  if (parsed.success) return parsed.data;
  const [fault] = schemaFaults(document, parsed.error, file);
  const { line, column } = document.positionOf(fault?.path ?? []);
  const message = `${document.path}:${line}:${column}: ${fault?.message ?? parsed.error.message}`;
  throw new RftError("configuration", message, { hint: fault?.help ?? file.guide });
}
