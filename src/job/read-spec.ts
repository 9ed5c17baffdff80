import { dirname, resolve } from "node:path";
import type * as z from "zod";
import { didYouMean } from "../closest-name.js";
import type { ConfigDocument } from "../document/config-document.js";
import { readDocument } from "../document/read-document.js";
import { RftError } from "../errors.js";
import type { Finding } from "../finding.js";
import { type JsonObject, type JsonValue, isJsonObject, jsonPointer, jsonType } from "../json.js";
import { inlineSource } from "../grader/read-grader.js";
import { nestResponseFormat } from "./response-format.js";
import type { JobDataFile, JobFile, JobSpec } from "./spec.js";
import { jobFileSchema } from "./spec-schema.js";

/** What the command line may set over the job file; paths start at the current folder. */
export interface SpecOverrides {
  model?: string;
  training?: string;
  validation?: string;
  grader?: string;
  responseFormat?: string;
  suffix?: string;
}

/** A job file read, or what is wrong with it. */
export interface LoadedJob {
  /** Undefined where the findings hold an error that leaves no usable job. */
  spec: JobSpec | undefined;
  findings: Finding[];
  /** The file read, for places; undefined where the job came from flags alone. */
  document: ConfigDocument | undefined;
  /** The grader's own file, where the job names one. */
  graderDocument: ConfigDocument | undefined;
}

/** The keys that may stand at a path of the job file. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: unknown = jobFileSchema;
  for (const key of path) {
    const shape = shapeOf(schema);
    schema = shape?.[String(key)];
  }
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

function invalid(
  document: ConfigDocument,
  path: readonly PropertyKey[],
  message: string,
  help: string,
): Finding {
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

/** One schema issue in the words of a person who wrote the file. */
function issueFindings(document: ConfigDocument, issue: z.core.$ZodIssue): Finding[] {
  const where = issue.path.length === 0 ? "the job file" : issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const known = knownKeys(issue.path);
      const help = didYouMean(key, known) ?? `Known here: ${known.join(", ")}.`;
      return invalid(document, [...issue.path, key], `unknown key "${key}" in ${where}`, help);
    });
  }
  const expected =
    issue.code === "invalid_union"
      ? "a value of another type"
      : issue.message.replace(/^Invalid input: /, "");
  return [
    invalid(
      document,
      issue.path,
      `${where}: ${expected}`,
      "See the README's job file for what stands where.",
    ),
  ];
}

function dataFile(value: string, folder: string): JobDataFile {
  const isId = /^file-[A-Za-z0-9_-]+$/.test(value);
  return isId
    ? { kind: "id", id: value }
    : { kind: "path", path: value, absolutePath: resolve(folder, value) };
}

interface Part {
  value: JsonValue;
  document?: ConfigDocument;
}

/** A part of the job that is written in place or in a file of its own. */
async function readPart(part: JsonValue, folder: string): Promise<Part> {
  if (typeof part !== "string") return { value: part };
  const document = await readDocument(part, resolve(folder, part));
  return { value: document.value, document };
}

async function resolveSpec(file: JobFile, folder: string, overrides: SpecOverrides, cwd: string) {
  const { reinforcement } = file.method;
  const grader =
    overrides.grader === undefined
      ? await readPart(reinforcement.grader, folder)
      : await readPart(overrides.grader, cwd);
  const format =
    overrides.responseFormat === undefined
      ? reinforcement.response_format && (await readPart(reinforcement.response_format, folder))
      : await readPart(overrides.responseFormat, cwd);
  const graderFolder = grader.document ? dirname(resolve(folder, grader.document.path)) : folder;
  const validation =
    overrides.validation === undefined
      ? file.validation_file && dataFile(file.validation_file, folder)
      : dataFile(overrides.validation, cwd);
  const spec: JobSpec = {
    training:
      overrides.training === undefined
        ? dataFile(file.training_file, folder)
        : dataFile(overrides.training, cwd),
    ...(validation && { validation }),
    grader: await inlineSource(grader.value, graderFolder),
    ...(format && { responseFormat: responseFormatOf(format) }),
    file: {
      ...file,
      ...(overrides.model !== undefined && { model: overrides.model }),
      ...(overrides.suffix !== undefined && { suffix: overrides.suffix }),
    },
  };
  return { spec, graderDocument: grader.document };
}

function responseFormatOf(part: Part): JsonObject {
  if (isJsonObject(part.value)) return nestResponseFormat(part.value);
  throw new RftError(
    "input",
    `${part.document?.path ?? "response_format"}: ${jsonType(part.value)}, not an object`,
    {
      hint: 'A response format is {"type": "json_schema", "json_schema": {"name", "strict", "schema"}}.',
    },
  );
}

/**
 * Reads a job file and all it points to.
 * @throws RftError `input` where a file cannot be read or parsed; what is wrong inside it is a finding.
 */
export async function loadJob(path: string, cwd: string, overrides: SpecOverrides = {}): Promise<LoadedJob> {
  const absolutePath = resolve(cwd, path);
  const document = await readDocument(path, absolutePath);
  const parsed = jobFileSchema.safeParse(document.value);
  if (!parsed.success) {
    const findings = parsed.error.issues.flatMap((issue) => issueFindings(document, issue));
    return { spec: undefined, findings, document, graderDocument: undefined };
  }
  const resolved = await resolveSpec(parsed.data, dirname(absolutePath), overrides, cwd);
  return { ...resolved, findings: [], document };
}

/**
 * A job from the command line alone.
 * @throws RftError `usage` where a flag that is needed is absent.
 */
export async function jobFromFlags(
  overrides: SpecOverrides,
  cwd: string,
  defaultModel: string,
): Promise<LoadedJob> {
  const { training, grader } = overrides;
  if (training === undefined || grader === undefined) {
    throw new RftError("usage", "no job file, and not both of --train and --grader", {
      hint: "Give a job file (rft submit job.yaml), or --train, --validation and --grader.",
    });
  }
  const file: JobFile = {
    model: overrides.model ?? defaultModel,
    training_file: training,
    method: { type: "reinforcement", reinforcement: { grader } },
  };
  const resolved = await resolveSpec(file, cwd, overrides, cwd);
  return { ...resolved, findings: [], document: undefined };
}
