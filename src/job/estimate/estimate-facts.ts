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

/** What one data file contributes to an estimate. */
interface FileLoad {
  /** Readable rows. */
  rows: number;
  /** Mean tokens per prompt. */
  promptTokens: number;
  /** What its judges would read, one entry per judge grader. */
  judges: JudgeLoad[];
}

/** What an estimate needs to know about a job besides its settings. */
export interface EstimateFacts {
  training: FileLoad;
  /** Absent if the job names none. */
  validation?: FileLoad;
}

async function meanPromptTokens(rows: readonly JsonObject[]): Promise<number> {
  if (rows.length === 0) return 0;
  const counter = await createTokenCounter();
  let tokens = 0;
  for (const row of rows) for (const text of promptTexts(row)) tokens += counter.count(text);
  return tokens / rows.length;
}

/** Whether an earlier read is enough. If it saw no rows, reading may have failed: read again to report that. */
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
 * Reads what an estimate needs from a job's files, skipping files an earlier read covers. A grader that cannot be read
 * has no judges here: other checks report that.
 * @throws RftError `input` if the training file is at the service, cannot be read, or has no row
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
