import { relative, resolve } from "node:path";
import { noRows } from "#dataset/row/no-rows.js";
import { readRowsOf } from "#dataset/read/read-rows-of.js";
import type { DataFile } from "#dataset/read/source.js";
import { splitFile } from "#dataset/split/split-file.js";
import { type OutputFile, makeFolder, openOutput } from "#files/write-file.js";
import { draftGrader } from "#grader/draft/draft-grader.js";
import type { FieldUse, GraderDraft } from "#grader/draft/field-use.js";
import { type FieldProfile, profileFields } from "#grader/draft/profile-fields.js";
import type { JsonValue } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { draftJob, suffixOf } from "./draft-job.js";
import type { RowCounts } from "./draft-settings.js";

/** What to draft from, and where to write it. */
export interface DraftRequest {
  training: DataFile;
  /** If absent, split off from the training rows. */
  validation?: DataFile;
  /** As given; shown in errors. Created if missing. */
  folder: string;
  cwd: string;
  /** Whether existing files may be replaced. */
  force: boolean;
  rules: RuleSet;
  /** Drafts the grader; if absent, we use only the page's rules and the fields. */
  draft?: (fields: readonly FieldProfile[], rows: number) => Promise<GraderDraft>;
  signal?: AbortSignal;
}

/** What was written. */
export interface DraftedProject {
  /** Relative to the current folder, the job file last. */
  files: string[];
  job: string;
  uses: FieldUse[];
}

/** The share of rows for validation, more for a small file: the service takes no fewer than 10 rows. */
const validationShare = 0.1;
const spareRows = 2;

/**
 * Reads rows and writes a grader, a response format and a job file for them; without a validation file it splits the
 * rows into two new files, keeping equal prompts together. The data file itself is never changed.
 * @throws RftError `usage` if a file exists and may not be replaced; `input` if the rows cannot be read or the folder
 * cannot be written.
 */
export async function draftProject(request: DraftRequest): Promise<DraftedProject> {
  const { training, rules, signal } = request;
  const profiler = profileFields();
  for await (const { item } of readRowsOf(training, { signal })) profiler.add(item);
  const { rows, fields } = profiler.finish();
  if (rows === 0) throw noRows(training.path);
  const draft = request.draft ? await request.draft(fields, rows) : draftGrader(fields, { rows, rules });
  const place = placesIn(request);
  const outputs: { name: string; path: string; file: OutputFile }[] = [];
  const files: string[] = [];
  await makeFolder({ path: request.folder, absolutePath: resolve(request.cwd, request.folder) });
  try {
    for (const name of namesOf(draft)) {
      const target = place(name);
      outputs.push({ name, path: target.path, file: await openOutput(target) });
    }
    const counts = request.validation
      ? { training: rows, validation: await countRows(request.validation, signal) }
      : await splitRows(request, rows, files);
    for (const { name, path, file } of outputs) {
      await file.write(textOf(name, draft, counts, request));
      await file.commit();
      files.push(path);
    }
  } finally {
    for (const { file } of outputs) await file.discard();
  }
  return { files, job: place("job.yaml").path, uses: draft.uses };
}

/** Where a file of the draft goes, by its name. */
function placesIn({ cwd, folder, force }: DraftRequest) {
  return (name: string) => ({
    path: relative(cwd, resolve(cwd, folder, name)),
    absolutePath: resolve(cwd, folder, name),
    force,
  });
}

async function countRows(file: DataFile, signal: AbortSignal | undefined): Promise<number> {
  let rows = 0;
  for await (const _ of readRowsOf(file, { signal })) rows++;
  return rows;
}

/** Splits the rows into two new files, whose paths are added to `files`. */
async function splitRows(request: DraftRequest, rows: number, files: string[]): Promise<RowCounts> {
  const { training, rules, signal } = request;
  const place = placesIn(request);
  const inputs = [training.absolutePath];
  const [train, validation] = [
    { ...place(partedNames.training), inputs },
    { ...place(partedNames.validation), inputs },
  ];
  const share = Math.min(0.5, Math.max(validationShare, (rules.minimumExamples.value + spareRows) / rows));
  const split = await splitFile(training, { train, validation }, { share, seed: 1, rules, signal });
  files.push(train.path, validation.path);
  return { training: split.train.rows, validation: split.validation.rows };
}

const partedNames = { training: "training.jsonl", validation: "validation.jsonl" };

/** The names of a draft's files, the job file last. */
function namesOf({ responseFormat }: GraderDraft): string[] {
  return ["grader.json", ...(responseFormat ? ["response-format.json"] : []), "job.yaml"];
}

/** The text of one file; paths in the job file are relative to its folder. */
function textOf(
  name: string,
  { grader, responseFormat }: GraderDraft,
  rows: RowCounts,
  { training, validation, folder, cwd, rules }: DraftRequest,
): string {
  if (name === "grader.json") return jsonText(grader);
  if (name === "response-format.json" && responseFormat) return jsonText(responseFormat);
  const fromFolder = (file: DataFile) => relative(resolve(cwd, folder), file.absolutePath);
  return draftJob(
    {
      training: validation ? fromFolder(training) : partedNames.training,
      validation: validation ? fromFolder(validation) : partedNames.validation,
      rows,
      hasResponseFormat: responseFormat !== undefined,
      suffix: suffixOf(training.path, rules),
    },
    rules,
  );
}

function jsonText(value: JsonValue): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
