import { type TokenCounter, createTokenCounter } from "#dataset/tokens/token-counter.js";
import { type JsonObject, absent, jsonPointer, valueAt } from "#json/json-value.js";
import type { GraderConfig, LabelModelGrader, ScoreModelGrader } from "#grader/config/grader-config.js";
import { placedGraders } from "#grader/parse/placed-graders.js";
import { renderValue } from "#grader/language/render-value.js";
import { templateTexts } from "#grader/parse/template-texts.js";
import { type Template, type TemplateReference, compileTemplate } from "#grader/language/template.js";

/** What one judging grader asks its model for each sample. */
export interface JudgeLoad {
  /** The grader's place: empty for the grader itself, `/graders/a` inside a multi grader. */
  pointer: string;
  model: string;
  /** Mean tokens of the prompt rendered over the rows, without the parts of the answer it quotes. */
  promptTokens: number;
  /** How often the prompt quotes the answer, or a part of it. */
  quotations: number;
  /** The most tokens a judgement may have, if the grader says so. */
  outputLimit?: number;
}

/** Tokens that a chat adds per message, and once (OpenAI cookbook, "How to count tokens with tiktoken", 2024). */
const chatTokens = { message: 3, reply: 3 } as const;

type Judging = ScoreModelGrader | LabelModelGrader;

function isJudging(config: GraderConfig): config is Judging {
  return config.type === "score_model" || config.type === "label_model";
}

/** Whether any part of a grader asks a model. */
export function hasJudges(config: GraderConfig): boolean {
  return placedGraders(config).some((one) => isJudging(one.config));
}

/** A reference's value in a row as a template shows it; empty if it reads the answer or leads nowhere. */
function fromRow({ namespace, path }: TemplateReference, item: JsonObject): string {
  if (namespace !== "item") return "";
  const value = valueAt(item, path);
  return value === absent ? "" : renderValue(value);
}

function renderRow({ parts }: Template, item: JsonObject): string {
  return parts.map((part) => (typeof part === "string" ? part : fromRow(part, item))).join("");
}

function measureJudge(part: Judging, rows: readonly JsonObject[], counter: TokenCounter) {
  const templates = templateTexts(part).map(({ text }) => compileTemplate(text));
  let total = 0;
  for (const item of rows) {
    for (const template of templates) total += counter.count(renderRow(template, item));
  }
  const quotations = templates
    .flatMap(({ parts }) => parts)
    .filter((one) => typeof one !== "string" && one.namespace === "sample").length;
  const frame = part.input.length * chatTokens.message + chatTokens.reply;
  return { model: part.model, promptTokens: total / rows.length + frame, quotations };
}

/**
 * Measures how much a grader's judging models would read: the tokens (o200k_base) of the prompts rendered from rows,
 * without images and the reply's schema. Empty if no model judges, or there are no rows.
 * @throws TemplateError; UnrenderableValue if a row's value is nested too deeply
 */
export async function measureJudges(config: GraderConfig, rows: readonly JsonObject[]): Promise<JudgeLoad[]> {
  if (rows.length === 0 || !hasJudges(config)) return [];
  const counter = await createTokenCounter();
  const loads: JudgeLoad[] = [];
  for (const { path, config: part } of placedGraders(config)) {
    if (!isJudging(part)) continue;
    const load: JudgeLoad = { pointer: jsonPointer(path), ...measureJudge(part, rows, counter) };
    const limit = part.type === "score_model" ? part.sampling_params?.max_completions_tokens : undefined;
    if (typeof limit === "number") load.outputLimit = limit;
    loads.push(load);
  }
  return loads;
}
