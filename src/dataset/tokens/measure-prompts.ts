import { findModel } from "#rules/find-model.js";
import type { RuleSet } from "#rules/rule-set.js";
import { judgePromptLength } from "./prompt-length.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import type { Row } from "#dataset/row/row.js";
import { type DataFile, fileSize } from "#dataset/read/source.js";
import type { TokenCounter } from "./token-counter.js";
import { type TokenMode, createTokenMeter } from "./token-meter.js";
import type { TokenStatistics } from "./token-statistics.js";

/** Whether and for which model to measure prompts. */
export interface MeasureOptions {
  rules: RuleSet;
  /** How to count tokens; not at all where it is not given. */
  tokens?: TokenMode | undefined;
  /** The model whose context a prompt must fit into; the rules' default where it is not given. */
  model?: string | undefined;
  /** Ends the counting of a long prompt, with its reason. */
  signal?: AbortSignal | undefined;
}

/** The prompts of one file being measured. */
export interface PromptMeasure {
  /** A row that takes long gives a promise: the next is to be given when that has ended. */
  row(row: Row): void | Promise<void>;
  /** The file's share of its report. */
  finish(): { tokens?: TokenStatistics };
}

/** One vocabulary serves all files: it is loaded when the first is measured. */
let counter: Promise<TokenCounter> | undefined;

/** Starts to measure a file's prompts, and reports those too long for the model; undefined where tokens are off. */
export async function measurePrompts(
  file: DataFile,
  options: MeasureOptions,
  report: (draft: FindingDraft) => void,
): Promise<PromptMeasure | undefined> {
  const { rules, tokens: mode = "off", model: name = rules.defaultModel.value, signal } = options;
  if (mode === "off") return undefined;
  counter ??= import("./token-counter.js").then(({ createTokenCounter }) => createTokenCounter());
  const model = findModel(rules, name);
  // A token has at least one byte: a shorter prompt needs no count to be known to fit.
  const countedAbove = (model?.contextTokens ?? Number.POSITIVE_INFINITY) / 2;
  const meter = createTokenMeter({
    counter: await counter,
    mode,
    fileBytes: fileSize(file),
    countedAbove,
    signal,
  });
  const judge = (tokens: number | undefined, line: number): void => {
    const fault = tokens !== undefined && model && judgePromptLength(tokens, model);
    if (fault) report({ ...fault, line });
  };
  return {
    row(row) {
      const tokens = meter.add(row);
      if (tokens instanceof Promise) return tokens.then((counted) => judge(counted, row.line));
      return judge(tokens, row.line);
    },
    finish() {
      const tokens = meter.finish();
      return tokens ? { tokens } : {};
    },
  };
}
