import type * as z from "zod";
import { didYouMean } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import { type JsonValue, absent, jsonType, valueAt } from "#json/json-value.js";
import type { ConfigDocument } from "./config-document.js";

/** One thing that a schema found wrong with a configuration file, in the words of a person who wrote the file. */
export interface SchemaFault {
  /** Where in the value it stands. */
  path: readonly PropertyKey[];
  message: string;
  help: string;
}

/** A strict schema of a file, and how the file is spoken of. */
export interface FileSchema<T> {
  schema: z.ZodType<T>;
  /** As it stands in a sentence: `the job file`. */
  name: string;
  /** What helps where the file is empty. */
  start: string;
  /** What helps where a value is of another kind. */
  guide: string;
  /** What stands where either of several kinds may. */
  either: string;
  /** True where a value may be a secret that somebody put into the wrong place: it is not repeated. */
  hideValues?: boolean;
}

/** The keys that may stand at a path of the schema. */
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

/** What stands under each key of a record or at each index of a list. */
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
  // What a parser of our own says of a value: its message and, in the parameters, its hint.
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

/** What a strict schema found wrong with a file, in the order of the file's lines. */
export function schemaFaults<T>(
  document: ConfigDocument,
  error: z.ZodError,
  file: FileSchema<T>,
): SchemaFault[] {
  // At one place a mistyped key comes before the absent one that it was meant to be.
  return error.issues
    .toSorted((a, b) => rankOf(a) - rankOf(b))
    .flatMap((issue) => issueFaults(document, issue, file))
    .map((fault) => ({ fault, at: document.positionOf(fault.path) }))
    .toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column)
    .map(({ fault }) => fault);
}

/**
 * A file's value by a strict schema.
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
