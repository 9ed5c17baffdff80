import { findModel } from "#rules/find-model.js";
import type { RuleSet } from "#rules/rule-set.js";
import { judgePromptLength } from "./prompt-length.js";
import type { FindingDraft } from "#dataset/row/finding-list.js";
import type { Row } from "#dataset/row/row.js";
import { type DataFile, fileSize } from "#dataset/read/source.js";
import type { TokenCounter } from "./token-counter.js";
import { type TokenMode, createTokenMeter } from "./token-meter.js";
import type { TokenStatistics } from "./token-statistics.js";

/** Whether to measure prompts, and for which model. */
export interface MeasureOptions {
  rules: RuleSet;
  /** How to count tokens; off by default. */
  tokens?: TokenMode | undefined;
  /** The model whose context a prompt must fit into; the rules' default if not given. */
  model?: string | undefined;
  /** Aborts the counting of a long prompt. */
  signal?: AbortSignal | undefined;
}

export interface PromptMeasure {
  /** Returns a promise for a long row: await it before passing the next. */
  row(row: Row): void | Promise<void>;
  /** The file's part of the report. */
  finish(): { tokens?: TokenStatistics };
}

/** One vocabulary serves all files, loaded when the first is measured. */
let counter: Promise<TokenCounter> | undefined;

/** Starts measuring a file's prompts, reporting those too long for the model; undefined if tokens are off. */
export async function measurePrompts(
  file: DataFile,
  options: MeasureOptions,
  report: (draft: FindingDraft) => void,
): Promise<PromptMeasure | undefined> {
  const { rules, tokens: mode = "off", model: name = rules.defaultModel.value, signal } = options;
  if (mode === "off") return undefined;
  counter ??= import("./token-counter.js").then(({ createTokenCounter }) => createTokenCounter());
  const model = findModel(rules, name);
  // A token has at least one byte, so a shorter prompt fits for certain and needs no count.
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
