import { createHash } from "node:crypto";
import { messageTexts } from "#dataset/row/message.js";
import { type JsonObject, isJsonObject, parseJsonOrUndefined } from "#json/json-value.js";
import type { EvalOutputItem, EvalResult } from "#service/api.js";
import { meanOf } from "#figures/mean-of.js";

/** One output of the model to a row at a step, and what it was paid. */
export interface Rollout {
  /** The service's id of the output item. */
  id: string;
  prompt: readonly JsonObject[];
  /** The texts of the messages that came out, and its tool calls as JSON. */
  output: string;
  score?: number;
  passed?: boolean;
  /** What a judge said to its score. */
  reason?: string;
  /** Why there is no output or no score. */
  error?: string;
}

/** A grader's name without the UUID that the service adds. */
export function graderName({ name = "grader" }: EvalResult): string {
  return name.replace(/-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, "");
}

/** An item's score: its grader's, or the mean where it has several results. */
export function scoreOf({ results }: EvalOutputItem): number | undefined {
  return meanOf(results.flatMap(({ score }) => (typeof score === "number" ? [score] : [])));
}

/** Whether an item passed (seen: `pass` where score >= pass_threshold); undefined where the service does not say. */
export function passedOf({ status, results }: EvalOutputItem): boolean | undefined {
  if (status === "pass" || status === "fail") return status === "pass";
  const verdicts = results.flatMap(({ passed }) => (passed === undefined ? [] : [passed]));
  return verdicts.length === 0 ? undefined : verdicts.every(Boolean);
}

/**
 * What tells a row in every run: its content. Whether `datasource_item_id` counts rows or outputs is not published;
 * it stands in where the item itself is missing.
 */
export function rowKeyOf({ datasource_item: item, datasource_item_id: id }: EvalOutputItem): string {
  return item === undefined
    ? `id ${id ?? ""}`
    : createHash("sha256").update(JSON.stringify(item)).digest("base64url").slice(0, 22);
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

/** A judge's reply in words: the steps of OpenAI's score_model form, else the text as it is. */
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

/** Where a judge's words may stand in a result; no recorded one was found, so several places are looked at. */
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

/** An output item as a rollout: what the service left out is absent. */
export function toRollout(item: EvalOutputItem): Rollout {
  const { id, sample, results, datasource_item: row } = item;
  const score = scoreOf(item);
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
    ...(passed !== undefined && { passed }),
    ...(reasons.length > 0 && { reason: reasons.join("\n") }),
    ...(error !== undefined && { error }),
  };
}
