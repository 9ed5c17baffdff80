import type { DataFile, DataRole } from "#dataset/read/source.js";
import { readRowsOf } from "#dataset/read/read-rows-of.js";
import { compileConfig } from "#grader/score/compile-grader.js";
import { buildGold } from "#grader/score/gold.js";
import { parseGrader } from "#grader/parse/parse-grader.js";
import { loadResources } from "#grader/text-similarity/resources.js";
import { RftError } from "#errors.js";
import { type JsonObject, isJsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { deriveHex } from "#emulator/state/derive-id.js";
import type { FileRecord, JobRecord } from "#emulator/state/state.js";
import { type Rater, createRater } from "./rate-answer.js";
import { createRandom } from "./random.js";

/** A row to answer. */
export interface Prompt {
  item: JsonObject;
  gold: string;
  question: string;
  /** How much less likely the right answer is than for an average prompt, in logits. */
  difficulty: number;
}

/** All that determines a job's steps, besides its policy and its hyperparameters. */
export interface Task {
  key: string;
  train: readonly Prompt[];
  valid: readonly Prompt[];
  rater: Rater;
  hasResponseFormat: boolean;
}

export interface TaskSources {
  job: JobRecord;
  train: FileRecord;
  valid: FileRecord;
  rules: RuleSet;
  contentPath: (fileId: string) => string;
}

/** A row's fields that are not references. */
const promptFields = new Set(["messages", "tools", "parallel_tool_calls", "response_format"]);

/** A stored file as a data file, under the name it was uploaded with. */
export function dataFileOf(file: FileRecord, role: DataRole, path: string): DataFile {
  return { path: file.filename, absolutePath: path, role };
}

/** The content of the row's last message. */
function questionOf({ messages }: JsonObject): string {
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  const content = isJsonObject(last) ? last["content"] : undefined;
  return typeof content === "string" ? content : JSON.stringify(content ?? "");
}

/** The first reference field's value: the right answer where the grader does not tell. */
function firstReference(item: JsonObject): string {
  const field = Object.entries(item).find(([name]) => !promptFields.has(name));
  if (!field) return "I am done.";
  return typeof field[1] === "string" ? field[1] : JSON.stringify(field[1]);
}

async function readPrompts(
  file: DataFile,
  key: string,
  goldOf: (item: JsonObject) => string,
): Promise<Prompt[]> {
  const prompts: Prompt[] = [];
  for await (const { item } of readRowsOf(file)) {
    prompts.push({
      item,
      gold: goldOf(item),
      question: questionOf(item),
      difficulty: 0.7 * createRandom(key, file.role, "difficulty", prompts.length).normal(),
    });
  }
  return prompts;
}

/** The key of a job's randomness: the same for the same seeds, data and settings, whatever the ids and the time. */
export function keyOf(job: JobRecord, files: { train: FileRecord; valid: FileRecord }, seed: number): string {
  const { grader, responseFormat = null, hyperparameters } = job;
  const settings = JSON.stringify([job.model, grader, responseFormat, hyperparameters]);
  return deriveHex(seed, job.seed, files.train.sha256, files.valid.sha256, settings);
}

/**
 * Reads a job's data and prepares its grader. All rows stay in memory while the job runs.
 * @throws RftError `input` where a file is gone.
 */
export async function loadTask({ job, train, valid, rules, contentPath }: TaskSources): Promise<Task> {
  const { config } = parseGrader(job.grader, rules);
  if (!config) throw new RftError("internal", "a job was created with a grader that cannot be used");
  const { key } = job;
  const resources = await loadResources(config);
  const compiled = compileConfig(config, resources);
  const goldOf = (item: JsonObject) => buildGold(compiled, item, job.responseFormat) ?? firstReference(item);
  const read = (file: FileRecord, role: DataRole) =>
    readPrompts(dataFileOf(file, role, contentPath(file.id)), key, goldOf);
  const hasResponseFormat = job.responseFormat !== undefined;
  return {
    key,
    train: await read(train, "training"),
    valid: await read(valid, "validation"),
    rater: createRater({
      config,
      resources,
      defaultName: `grader-${deriveHex(job.id).slice(0, 12)}`,
      hasResponseFormat,
    }),
    hasResponseFormat,
  };
}
