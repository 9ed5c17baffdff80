import { messageTexts } from "#dataset/row/message.js";
import { type JsonObject, isJsonObject, parseJsonOrUndefined } from "#json/json-value.js";
import type { EvalOutputItem, EvalResult } from "#service/api.js";
import { meanOf } from "#figures/mean-of.js";
import { isOfOutput } from "./row-keys.js";

/** One output of the model for a row at a step, and its reward. */
export interface Rollout {
  /** The service's id of the output item. */
  id: string;
  prompt: readonly JsonObject[];
  /** The texts and, as JSON, the tool calls of the output messages. */
  output: string;
  score?: number;
  /** Each grader's own score, if there are several. */
  graders?: Record<string, number>;
  passed?: boolean;
  /** What a judge said about its score. */
  reason?: string;
  /** Why there is no output or no score. */
  error?: string;
}

/** A grader's name without the UUID the service adds. */
export function graderName({ name = "grader" }: EvalResult): string {
  return name.replace(/-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, "");
}

/** An item's score: its grader's, or the mean of several results. */
export function scoreOf({ results }: EvalOutputItem): number | undefined {
  return meanOf(results.flatMap(({ score }) => (typeof score === "number" ? [score] : [])));
}

/** Whether an item passed (seen: `pass` if score >= pass_threshold); undefined if the service does not say. */
export function passedOf({ status, results }: EvalOutputItem): boolean | undefined {
  if (status === "pass" || status === "fail") return status === "pass";
  const verdicts = results.flatMap(({ passed }) => (passed === undefined ? [] : [passed]));
  return verdicts.length === 0 ? undefined : verdicts.every(Boolean);
}

function outputOf(messages: readonly JsonObject[]): string {
  const texts = messages.flatMap((message) => {
    const calls = message["tool_calls"];
    return [
      ...messageTexts({ messages: [message] }),
      ...(Array.isArray(calls) && calls.length > 0 ? [JSON.stringify(calls)] : []),
    ];
  });
  return texts.join("\n");
}

/** A judge's reply in words: the steps of OpenAI's score_model form, otherwise the text as it is. */
function wordsOf(reply: string): string {
  const value = parseJsonOrUndefined(reply);
  const steps = isJsonObject(value) ? value["steps"] : undefined;
  if (!Array.isArray(steps)) return reply;
  const lines = steps.flatMap((step) =>
    isJsonObject(step)
      ? [[step["description"], step["conclusion"]].filter((part) => typeof part === "string")]
      : [],
  );
  return lines.map((parts) => parts.join(": ")).join("\n");
}

/** Where a result may hold a judge's words; we found none recorded, so we look in several places. */
function reasonOf(result: EvalResult): string | undefined {
  for (const key of ["reason", "explanation", "rationale"]) {
    const text = result[key];
    if (typeof text === "string" && text !== "") return text;
  }
  const output = result.sample?.["output"];
  if (!Array.isArray(output)) return undefined;
  const words = messageTexts({ messages: output }).map(wordsOf).join("\n");
  return words === "" ? undefined : words;
}

function errorOf(sample: EvalOutputItem["sample"]): string | undefined {
  const message = sample?.error?.["message"];
  return typeof message === "string" ? message : undefined;
}

/** Fields of a row that are the model's input. */
const inputs = new Set(["messages", "tools", "parallel_tool_calls", "response_format"]);

/** What a row has besides the model's input: its reference and whatever else graders can read; undefined if nothing. */
export function referenceOf({ datasource_item: item }: EvalOutputItem): JsonObject | undefined {
  const fields = Object.entries(item ?? {}).filter(([field]) => !inputs.has(field) && !isOfOutput(field));
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

function graderScores(results: readonly EvalResult[]): Record<string, number> | undefined {
  const scores = results.flatMap((result) =>
    typeof result.score === "number" ? [[graderName(result), result.score] as const] : [],
  );
  return scores.length < 2 ? undefined : Object.fromEntries(scores);
}

/** An output item as a rollout; what the service left out stays absent. */
export function readRollout(item: EvalOutputItem): Rollout {
  const { id, sample, results, datasource_item: row } = item;
  const score = scoreOf(item);
  const graders = graderScores(results);
  const passed = passedOf(item);
  const error = errorOf(sample);
  const reasons = results.flatMap((result) => reasonOf(result) ?? []);
  const inRow = row?.["messages"];
  const prompt = sample?.input ?? (Array.isArray(inRow) ? inRow.filter(isJsonObject) : []);
  return {
    id,
    prompt,
    output: outputOf(sample?.output ?? []),
    ...(score !== undefined && { score }),
    ...(graders && { graders }),
    ...(passed !== undefined && { passed }),
    ...(reasons.length > 0 && { reason: reasons.join("\n") }),
    ...(error !== undefined && { error }),
  };
}
