import { createTokenCounter } from "#dataset/tokens/token-counter.js";
import { promptTexts } from "#dataset/tokens/prompt-texts.js";
import { readExamples } from "#dataset/read/read-examples.js";
import type { DataFile, DataRole } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import type { GraderConfig } from "#grader/config.js";
import { type JudgeLoad, hasJudges, measureJudges } from "#grader/judge/judge-load.js";
import { type RowSample, sampleRows } from "#dataset/sampling/row-sample.js";
import type { JsonObject } from "#json/json-value.js";
import type { FileFacts, JobSpec, PlanFacts } from "#job/spec/spec.js";
import { localDataFiles } from "#job/spec/usable-job.js";

/** What one data file brings to an estimate. */
interface FileLoad {
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

async function readFacts(file: DataFile, signal: AbortSignal | undefined): Promise<FileFacts> {
  const sample = drawRows();
  let examples = 0;
  for await (const { item } of readExamples(file, { signal })) {
    examples++;
    sample.add(item);
  }
  return { examples, drawn: sample.shuffled() };
}

/** What a file brings to an estimate; it is read where what is known of it does not tell all. */
async function loadOf(
  file: DataFile,
  known: FileFacts | undefined,
  { grader, signal }: { grader: GraderConfig | undefined; signal: AbortSignal | undefined },
): Promise<FileLoad> {
  const isJudged = grader !== undefined && hasJudges(grader);
  // That it has no row may be because it could not be read, which is then to be said.
  const isKnown = known && known.examples > 0 && (known.drawn ?? (isJudged ? undefined : known.tokens));
  const { examples, tokens, drawn = [] } = isKnown ? known : await readFacts(file, signal);
  return {
    rows: examples,
    promptTokens: tokens?.mean ?? (await meanPromptTokens(drawn)),
    judges: isJudged ? await measureJudges(grader, drawn) : [],
  };
}

/**
 * Reads a job's files for what an estimate needs to know of them; a file of which an earlier reading tells all is not
 * read again. A grader that cannot be read has no judges here: that it cannot is the finding of other checks.
 * @throws RftError `input` where the training file is at the service, cannot be read, or has no row
 */
export async function readEstimateFacts(
  spec: JobSpec,
  { facts = {}, signal }: { facts?: PlanFacts; signal?: AbortSignal | undefined } = {},
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
  const loads = new Map<DataRole, FileLoad>();
  for (const file of localDataFiles(spec))
    loads.set(file.role, await loadOf(file, facts[file.role], { grader: usable, signal }));
  const [training, validation] = [loads.get("training"), loads.get("validation")];
  if (!training || training.rows === 0) {
    throw new RftError("input", `${spec.training.path}: no row that can be read`, {
      hint: `See what is wrong with it: rft validate-data ${spec.training.path}`,
    });
  }
  return { training, ...(validation && { validation }) };
}
