import { didYouMean } from "#words/closest-name.js";
import { RftError } from "#errors.js";
import type { JsonObject } from "#json/json-value.js";
import type { RuleSet } from "#rules/rule-set.js";
import { type LeftOut, createLeftOutList } from "#dataset/convert/left-out.js";
import { noRows } from "#dataset/row/no-rows.js";
import { readJsonLines } from "#dataset/read/row-source.js";
import { showValue } from "#words/show-value.js";
import { type DataFile, type ReadOptions, readChunks } from "#dataset/read/source.js";
import {
  type OutputFile,
  type OutputFolder,
  type OutputTarget,
  makeFolder,
  openOutput,
} from "#files/write-file.js";
import { type SplitPlan, type SplitRow, type Stratum, planSplit } from "./plan-split.js";
import { promptKey } from "./prompt-key.js";

export interface SplitFileOptions extends ReadOptions {
  /** Share of the rows for validation, above 0 and below 1. */
  share: number;
  seed: number;
  /** The field whose values keep their shares on both sides. */
  stratify?: string | undefined;
  rules: RuleSet;
}

/** Where the two sides go. */
export interface SplitTargets {
  train: OutputTarget;
  validation: OutputTarget;
  /** A folder for both, created if missing. */
  folder?: OutputFolder;
}

export interface FileSplit {
  input: string;
  share: number;
  seed: number;
  /** Rows written, both sides together. */
  rows: number;
  /** Distinct prompts, ignoring case and white space. */
  prompts: number;
  train: { path: string; rows: number };
  validation: { path: string; rows: number };
  /** True if the share asked for more validation rows than the service accepts. */
  capped: boolean;
  /** The values of the stratified field, if there is one. */
  strata?: Stratum[];
  leftOut: LeftOut[];
}

interface Reading {
  rows: SplitRow[];
  leftOut: LeftOut[];
}

/**
 * Splits a file in two passes, keeping one hash per row. All rows with the same prompt go to one side, verbatim.
 * @throws RftError `input` if the file cannot be read, is not JSON Lines, or cannot be split without a leak; `usage` if
 * the field does not exist or an output path is taken
 */
export async function splitFile(
  file: DataFile,
  targets: SplitTargets,
  options: SplitFileOptions,
): Promise<FileSplit> {
  const { share, seed, stratify, rules } = options;
  const { rows, leftOut } = await readKeys(file, options);
  const most = rules.validationExamples.value;
  const plan = planSplit(rows, { share, seed, most });
  refuseUnsplittable(file.path, rows.length, plan);
  const validation = await writeSides(file, targets, { rows, plan, options });
  return {
    input: file.path,
    share,
    seed,
    rows: rows.length,
    prompts: plan.prompts,
    train: { path: targets.train.path, rows: rows.length - validation },
    validation: { path: targets.validation.path, rows: validation },
    capped: Math.round(rows.length * share) > most,
    ...(stratify !== undefined && { strata: plan.strata }),
    leftOut,
  };
}

/** The first pass. */
async function readKeys(file: DataFile, options: SplitFileOptions): Promise<Reading> {
  const { stratify } = options;
  const rows: SplitRow[] = [];
  const leftOut = createLeftOutList();
  const fields = new Set<string>();
  for await (const row of readJsonLines(readChunks(file, options), file.path)) {
    if ("reason" in row) {
      leftOut.add(row.line, row);
      continue;
    }
    rows.push({ prompt: promptKey(row.item), stratum: stratumOf(row.item, stratify) });
    if (stratify !== undefined) for (const name of Object.keys(row.item)) fields.add(name);
  }
  if (stratify !== undefined && rows.length > 0 && !fields.has(stratify)) {
    const known = [...fields].filter((name) => name !== "messages");
    throw new RftError("usage", `${file.path}: no row has a field "${stratify}"`, {
      hint: didYouMean(stratify, known) ?? `The fields are ${known.join(", ") || "none"}.`,
    });
  }
  return { rows, leftOut: leftOut.finish() };
}

function stratumOf(item: JsonObject, field: string | undefined): string {
  if (field === undefined) return "";
  return Object.hasOwn(item, field) ? showValue(item[field]) : "(none)";
}

function refuseUnsplittable(path: string, rows: number, { prompts, validation }: SplitPlan): void {
  if (validation.size > 0) return;
  if (rows === 0) throw noRows(path);
  if (prompts < 2) {
    const what = rows === 1 ? "one row" : `${rows} rows with one prompt`;
    throw new RftError("input", `${path}: it has ${what}, which cannot be parted`, {
      hint: "A split needs two different prompts at the least.",
    });
  }
  throw new RftError("input", `${path}: no prompt stands in so few rows that the share has room for it`, {
    hint: "Ask for a larger share (--validation), or remove duplicates first.",
  });
}

/** The second pass. Returns the number of validation rows. */
async function writeSides(
  file: DataFile,
  targets: SplitTargets,
  { rows, plan, options }: { rows: readonly SplitRow[]; plan: SplitPlan; options: ReadOptions },
): Promise<number> {
  const outputs: OutputFile[] = [];
  let validationRows = 0;
  let index = 0;
  if (targets.folder) await makeFolder(targets.folder);
  try {
    for (const target of [targets.train, targets.validation]) outputs.push(await openOutput(target));
    for await (const row of readJsonLines(readChunks(file, options), file.path)) {
      if ("reason" in row) continue;
      const prompt = promptKey(row.item);
      if (prompt !== rows[index++]?.prompt) throw changed(file.path);
      const side = plan.validation.has(prompt) ? 1 : 0;
      validationRows += side;
      await outputs[side]?.write(`${row.text}\n`);
    }
    if (index !== rows.length) throw changed(file.path);
    for (const output of outputs) await output.commit();
  } finally {
    for (const output of outputs) await output.discard();
  }
  return validationRows;
}

function changed(path: string): RftError {
  return new RftError("input", `${path}: the file changed while it was read`, {
    hint: "Run it again when nothing writes to the file.",
  });
}
