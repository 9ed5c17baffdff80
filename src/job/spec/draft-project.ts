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
  const place = (name: string) => ({
    path: relative(request.cwd, resolve(request.cwd, request.folder, name)),
    absolutePath: resolve(request.cwd, request.folder, name),
    force: request.force,
  });
  const outputs: { path: string; file: OutputFile; text: string }[] = [];
  const files: string[] = [];
  await makeFolder({ path: request.folder, absolutePath: resolve(request.cwd, request.folder) });
  try {
    for (const [name, text] of textsOf(draft, request)) {
      const target = place(name);
      outputs.push({ path: target.path, file: await openOutput(target), text });
    }
    if (!request.validation) {
      const inputs = [training.absolutePath];
      const [train, validation] = [
        { ...place(partedNames.training), inputs },
        { ...place(partedNames.validation), inputs },
      ];
      const share = Math.min(
        0.5,
        Math.max(validationShare, (rules.minimumExamples.value + spareRows) / rows),
      );
      await splitFile(training, { train, validation }, { share, seed: 1, rules, signal });
      files.push(train.path, validation.path);
    }
    for (const { path, file, text } of outputs) {
      await file.write(text);
      await file.commit();
      files.push(path);
    }
  } finally {
    for (const { file } of outputs) await file.discard();
  }
  return { files, job: place("job.yaml").path, uses: draft.uses };
}

const partedNames = { training: "training.jsonl", validation: "validation.jsonl" };

/** The files of a draft by name; paths in the job file are relative to its folder. */
function textsOf(
  { grader, responseFormat }: GraderDraft,
  { training, validation, folder, cwd, rules }: DraftRequest,
): [name: string, text: string][] {
  const fromFolder = (file: DataFile) => relative(resolve(cwd, folder), file.absolutePath);
  const job = draftJob(
    {
      training: validation ? fromFolder(training) : partedNames.training,
      validation: validation ? fromFolder(validation) : partedNames.validation,
      hasResponseFormat: responseFormat !== undefined,
      suffix: suffixOf(training.path, rules),
    },
    rules,
  );
  return [
    ["grader.json", jsonText(grader)],
    ...(responseFormat
      ? [["response-format.json", jsonText(responseFormat)] satisfies [string, string]]
      : []),
    ["job.yaml", job],
  ];
}

function jsonText(value: JsonValue): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
