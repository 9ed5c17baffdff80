import { dirname, relative, resolve } from "node:path";
import type { DataRole } from "#dataset/read/source.js";
import type { ConfigDocument } from "#document/config-document.js";
import { placeFinding } from "#document/place-finding.js";
import { readDocument } from "#document/read-document.js";
import { RftError } from "#errors.js";
import type { Finding } from "#finding.js";
import { type LoadedGrader, inlineSource, loadGrader } from "#grader/parse/read-grader.js";
import { type JsonObject, type JsonValue, isJsonObject, jsonType } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { newestRules } from "#rules/select-rules.js";
import { jobFileFindings } from "./job-file-findings.js";
import { nestResponseFormat } from "./read-response-format.js";
import { jobFileSchema } from "./spec-schema.js";
import type { JobDataFile, JobFile, JobSpec } from "./spec.js";

/** What the command line may override in the job file; paths are relative to the current folder. */
export interface SpecOverrides {
  model?: string;
  training?: string;
  validation?: string;
  grader?: string;
  responseFormat?: string;
  suffix?: string;
}

/** A loaded job file, or what is wrong with it. */
export interface LoadedJob {
  /** Undefined if the findings hold an error that leaves no usable job. */
  spec: JobSpec | undefined;
  findings: Finding[];
  /** The file read, for positions; undefined if the job came from flags alone. */
  document: ConfigDocument | undefined;
}

/** Where a path was written: it is relative to that folder, and shown relative to the current one. */
interface Origin {
  folder: string;
  cwd: string;
}

/** A value and its origin: the command line's if given, otherwise the job file's. */
function choose<T>(
  override: string | undefined,
  written: T,
  [line, file]: [Origin, Origin],
): [string | T, Origin] {
  return override === undefined ? [written, file] : [override, line];
}

function locate(path: string, { folder, cwd }: Origin): { path: string; absolutePath: string } {
  const absolutePath = resolve(folder, path);
  return { path: folder === cwd ? path : relative(cwd, absolutePath), absolutePath };
}

function dataFile(role: DataRole, value: string, origin: Origin): JobDataFile {
  if (/^file-[A-Za-z0-9_-]+$/.test(value)) return { kind: "id", id: value, role };
  // Job files of Microsoft's own command line use local:data/train.jsonl.
  return { kind: "path", ...locate(value.replace(/^local:/, ""), origin), role };
}

interface Part {
  value: JsonValue;
  /** The folder that paths inside it are relative to. */
  folder: string;
  document?: ConfigDocument;
}

/** Reads a part of the job, written inline or in a file of its own. */
async function readPart(part: JsonValue, origin: Origin): Promise<Part> {
  if (typeof part !== "string") return { value: part, folder: origin.folder };
  const { path, absolutePath } = locate(part, origin);
  const document = await readDocument(path, absolutePath);
  return { value: document.value, folder: dirname(absolutePath), document };
}

function responseFormatOf({ value, document }: Part): JsonObject {
  if (isJsonObject(value)) return nestResponseFormat(value);
  throw new RftError("input", `${document?.path ?? "response_format"}: ${jsonType(value)}, not an object`, {
    hint: 'A response format is {"type": "json_schema", "json_schema": {"name", "strict", "schema"}}.',
  });
}

/** The file a job was written in, if any, and the rules to parse its grader by. */
interface JobSource {
  job?: ConfigDocument;
  rules: RuleSet;
}

/** Loads the grader, with positions in its own file, or in the job file under its key. */
async function graderOf({ value, folder, document }: Part, { job, rules }: JobSource): Promise<LoadedGrader> {
  const place = (finding: Finding) => {
    if (document) return placeFinding(finding, document);
    if (!job || finding.file !== undefined) return finding;
    const pointer = `/method/reinforcement/grader${finding.pointer ?? ""}`;
    return placeFinding({ ...finding, pointer }, job);
  };
  return loadGrader(await inlineSource(value, folder), rules, place);
}

async function resolveSpec(
  file: JobFile,
  overrides: SpecOverrides,
  origins: [Origin, Origin],
  source: JobSource,
): Promise<JobSpec> {
  const { reinforcement } = file.method;
  const grader = await readPart(...choose(overrides.grader, reinforcement.grader, origins));
  const [format, formatOrigin] = choose(overrides.responseFormat, reinforcement.response_format, origins);
  const [training, trainingOrigin] = choose(overrides.training, file.training_file, origins);
  const [validation, validationOrigin] = choose(overrides.validation, file.validation_file, origins);
  return {
    training: dataFile("training", training, trainingOrigin),
    ...(validation !== undefined && { validation: dataFile("validation", validation, validationOrigin) }),
    grader: await graderOf(grader, source),
    ...(format !== undefined && { responseFormat: responseFormatOf(await readPart(format, formatOrigin)) }),
    file: {
      ...file,
      ...(overrides.model !== undefined && { model: overrides.model }),
      ...(overrides.suffix !== undefined && { suffix: overrides.suffix }),
    },
  };
}

/** A grader file passed as a job file would otherwise give a finding for every missing key. */
function refuseGrader(path: string, value: JsonValue): void {
  if (!isJsonObject(value) || typeof value["type"] !== "string" || value["method"] !== undefined) return;
  throw new RftError("usage", `${path}: is a grader or a response format, where a job file is read`, {
    hint: "A job file names it under method.reinforcement; rft init --data train.jsonl drafts one.",
  });
}

/**
 * Reads a job file and everything it points to. Its paths are relative to its own folder, those of the overrides to
 * `cwd`, by default the process's own.
 * @param rules by which its grader is parsed; defaults to the newest ones
 * @throws RftError `input` if a file cannot be read or parsed, `usage` if it is a grader's; problems inside it are
 * findings.
 */
export async function loadJob(
  path: string,
  cwd = ".",
  overrides: SpecOverrides = {},
  rules: RuleSet = newestRules,
): Promise<LoadedJob> {
  const absolutePath = resolve(cwd, path);
  const document = await readDocument(path, absolutePath);
  refuseGrader(path, document.value);
  const parsed = jobFileSchema.safeParse(document.value);
  if (!parsed.success) {
    const findings = jobFileFindings(document, parsed.error);
    return { spec: undefined, findings, document };
  }
  const here = resolve(cwd);
  const origins: [Origin, Origin] = [
    { folder: here, cwd: here },
    { folder: dirname(absolutePath), cwd: here },
  ];
  const spec = await resolveSpec(parsed.data, overrides, origins, { job: document, rules });
  return { spec, findings: [], document };
}

/**
 * A job from the command line alone.
 * @throws RftError `usage` if a required flag is missing.
 */
export async function jobFromFlags(
  overrides: SpecOverrides,
  cwd: string,
  rules: RuleSet,
): Promise<LoadedJob> {
  const { training, grader } = overrides;
  if (training === undefined || grader === undefined) {
    throw new RftError("usage", "no job file, and not both of --train and --grader", {
      hint: "Give a job file, or --train, --validation and --grader.",
    });
  }
  const file: JobFile = {
    model: overrides.model ?? rules.defaultModel.value,
    training_file: training,
    method: { type: "reinforcement", reinforcement: { grader } },
  };
  const here = { folder: resolve(cwd), cwd: resolve(cwd) };
  const spec = await resolveSpec(file, overrides, [here, here], { rules });
  return { spec, findings: [], document: undefined };
}
