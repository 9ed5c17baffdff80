import { createTokenCounter } from "#dataset/tokens/token-counter.js";
import { promptTexts } from "#dataset/tokens/prompt-texts.js";
import { readExamples } from "#dataset/read/read-examples.js";
import type { DataFile, DataRole } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import type { GraderConfig } from "#grader/config.js";
import { type JudgeLoad, hasJudges, measureJudges } from "#grader/judge/judge-load.js";
import { type RowSample, sampleRows } from "#dataset/sampling/row-sample.js";
import type { JsonObject } from "#json/json-value.js";
import type { JobSpec } from "#job/spec/spec.js";
import { localDataFiles } from "#job/spec/usable-job.js";

/** What is known of one data file of a job. */
export interface FileLoad {
  /** Rows that can be read. */
  rows: number;
  /** Mean tokens of a prompt. */
  promptTokens: number;
  /** What its judges would read, one entry a judging grader. */
  judges: JudgeLoad[];
}

/** What an estimate needs to know of a job beside its settings. */
export interface EstimateFacts {
  training: FileLoad;
  /** Absent where the job names none. */
  validation?: FileLoad;
}

/** What an earlier reading of a job's file has found, so that it need not be read again. */
export interface FileRead {
  path: string;
  role: DataRole;
  /** Rows that are JSON objects. */
  examples: number;
  /** Of the prompts; absent where they were not counted. */
  tokens?: { mean: number };
  /** Rows drawn as `drawRows` does; only where somebody drew them: judges are measured on them. */
  drawn?: readonly JsonObject[];
}

/** A fair draw of the rows that a judge's prompts are counted on. */
export function drawRows(): RowSample<JsonObject> {
  return sampleRows(countedRows);
}

/** Rows whose prompts are counted; of a larger file this many, drawn by chance, the same ones each time. */
const countedRows = 1000;

async function meanPromptTokens(rows: readonly JsonObject[]): Promise<number> {
  if (rows.length === 0) return 0;
  const counter = await createTokenCounter();
  let tokens = 0;
  for (const row of rows) for (const text of promptTexts(row)) tokens += counter.count(text);
  return tokens / rows.length;
}

/** The load as an earlier reading tells it; undefined where that does not tell all. */
async function loadOfRead(
  { examples, tokens, drawn }: FileRead,
  grader: GraderConfig | undefined,
): Promise<FileLoad | undefined> {
  if (!tokens) return undefined;
  const load = { rows: examples, promptTokens: tokens.mean };
  if (!grader || !hasJudges(grader)) return { ...load, judges: [] };
  return drawn && { ...load, judges: await measureJudges(grader, drawn) };
}

async function loadOf(
  file: DataFile,
  grader: GraderConfig | undefined,
  signal: AbortSignal | undefined,
): Promise<FileLoad> {
  const sample = drawRows();
  let rows = 0;
  for await (const { item } of readExamples(file, { signal })) {
    rows++;
    sample.add(item);
  }
  const drawn = sample.shuffled();
  return {
    rows,
    promptTokens: await meanPromptTokens(drawn),
    judges: grader ? await measureJudges(grader, drawn) : [],
  };
}

/**
 * Reads a job's files for what an estimate needs to know of them; a file of which an earlier reading tells all is not
 * read again. A grader that cannot be read has no judges here: that it cannot is the finding of other checks.
 * @throws RftError `input` where the training file is at the service, cannot be read, or has no row
 */
export async function readEstimateFacts(
  spec: JobSpec,
  { read = [], signal }: { read?: readonly FileRead[]; signal?: AbortSignal | undefined } = {},
): Promise<EstimateFacts> {
  if (spec.training.kind === "id") {
    throw new RftError(
      "input",
      `the training file is ${spec.training.id}, at the service: its rows are not known here`,
      {
        hint: "Name a copy of it: --train train.jsonl (and --validation valid.jsonl).",
      },
    );
  }
  const { config, errors } = spec.grader;
  const usable = errors.length > 0 ? undefined : config;
  const files = localDataFiles(spec);
  const loads = new Map<DataRole, FileLoad>();
  for (const file of files) {
    const known = read.find(({ path, role }) => path === file.path && role === file.role);
    const load = (known && (await loadOfRead(known, usable))) ?? (await loadOf(file, usable, signal));
    loads.set(file.role, load);
  }
  const [training, validation] = [loads.get("training"), loads.get("validation")];
  if (!training || training.rows === 0) {
    throw new RftError("input", `${spec.training.path}: no row that can be read`, {
      hint: `See what is wrong with it: rft validate-data ${spec.training.path}`,
    });
  }
  return { training, ...(validation && { validation }) };
}
