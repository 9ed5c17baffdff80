import { createTokenCounter } from "#dataset/tokens/token-counter.js";
import { promptTexts } from "#dataset/tokens/prompt-texts.js";
import { readRowsOf } from "#dataset/read/read-rows-of.js";
import type { DataFile, DataRole } from "#dataset/read/source.js";
import { RftError } from "#errors.js";
import type { GraderConfig } from "#grader/config/grader-config.js";
import { type JudgeLoad, hasJudges, measureJudges } from "#grader/judge/judge-load.js";
import type { JsonObject } from "#json/json-value.js";
import type { FileFacts, JobSpec, PlanFacts } from "#job/spec/spec.js";
import { startDraw } from "./draw-rows.js";
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

async function meanPromptTokens(rows: readonly JsonObject[]): Promise<number> {
  if (rows.length === 0) return 0;
  const counter = await createTokenCounter();
  let tokens = 0;
  for (const row of rows) for (const text of promptTexts(row)) tokens += counter.count(text);
  return tokens / rows.length;
}

/** Whether an earlier reading tells all. That it saw no row may be because it could not read, which is to be said. */
function tellsAll(known: FileFacts | undefined, isJudged: boolean): known is FileFacts {
  if (!known || known.examples === 0) return false;
  return known.drawn !== undefined || (known.tokens !== undefined && !isJudged);
}

async function readFacts(file: DataFile, signal: AbortSignal | undefined): Promise<FileFacts> {
  const draw = startDraw();
  for await (const { item } of readRowsOf(file, { signal })) draw.add(item);
  return draw.facts();
}

async function loadOf(
  { examples, tokens, drawn = [] }: FileFacts,
  judging: GraderConfig | undefined,
): Promise<FileLoad> {
  return {
    rows: examples,
    promptTokens: tokens?.mean ?? (await meanPromptTokens(drawn)),
    judges: judging ? await measureJudges(judging, drawn) : [],
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
      { hint: "Name a copy of it: --train train.jsonl (and --validation valid.jsonl)." },
    );
  }
  const { config, errors } = spec.grader;
  const judging = config && errors.length === 0 && hasJudges(config) ? config : undefined;
  const loads = new Map<DataRole, FileLoad>();
  for (const file of localDataFiles(spec)) {
    const known = facts[file.role];
    const isKnown = tellsAll(known, judging !== undefined);
    loads.set(file.role, await loadOf(isKnown ? known : await readFacts(file, signal), judging));
  }
  const [training, validation] = [loads.get("training"), loads.get("validation")];
  if (!training || training.rows === 0) {
    throw new RftError("input", `${spec.training.path}: no row that can be read`, {
      hint: `See what is wrong with it: rft validate-data ${spec.training.path}`,
    });
  }
  return { training, ...(validation && { validation }) };
}
