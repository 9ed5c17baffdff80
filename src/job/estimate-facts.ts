import { createTokenCounter } from "../dataset/tokens/token-counter.js";
import { promptTexts } from "../dataset/tokens/prompt-texts.js";
import { readExamples } from "../dataset/read-examples.js";
import type { DataFile } from "../dataset/source.js";
import { RftError } from "../errors.js";
import type { GraderConfig } from "../grader/config.js";
import { type JudgeLoad, measureJudges } from "../grader/judge-load.js";
import { parseGrader } from "../grader/parse-grader.js";
import { sampleRows } from "../grader/row-sample.js";
import type { JsonObject } from "../json.js";
import type { RuleSet } from "../rules/rule-set.js";
import type { JobSpec } from "./spec.js";
import { localDataFiles } from "./usable-job.js";

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

/** Rows whose prompts are counted; of a larger file this many, drawn by chance, the same ones each time. */
const countedRows = 1000;

async function meanPromptTokens(rows: readonly JsonObject[]): Promise<number> {
  if (rows.length === 0) return 0;
  const counter = await createTokenCounter();
  let tokens = 0;
  for (const row of rows) for (const text of promptTexts(row)) tokens += counter.count(text);
  return tokens / rows.length;
}

async function loadOf(
  file: DataFile,
  grader: GraderConfig | undefined,
  signal: AbortSignal | undefined,
): Promise<FileLoad> {
  const sample = sampleRows<JsonObject>(countedRows);
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
 * Reads a job's files for what an estimate needs to know of them. A grader that cannot be read has no judges here: that
 * it cannot is the finding of other checks.
 * @throws RftError `input` where the training file is at the service, cannot be read, or has no row
 */
export async function readEstimateFacts(
  spec: JobSpec,
  rules: RuleSet,
  signal?: AbortSignal,
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
  const { grader, findings } = parseGrader(spec.grader, rules);
  const usable = findings.some(({ severity }) => severity === "error") ? undefined : grader;
  const files = localDataFiles(spec);
  const loads = new Map<DataFile["role"], FileLoad>();
  for (const file of files) loads.set(file.role, await loadOf(file, usable, signal));
  const [training, validation] = [loads.get("training"), loads.get("validation")];
  if (!training || training.rows === 0) {
    throw new RftError("input", `${spec.training.path}: no row that can be read`, {
      hint: `See what is wrong with it: rft validate-data ${spec.training.path}`,
    });
  }
  return { training, ...(validation && { validation }) };
}
