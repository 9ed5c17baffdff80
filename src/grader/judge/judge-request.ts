import type {
  JudgeContentPart,
  JudgeMessage,
  SamplingParams,
  ScoreModelGrader,
} from "#grader/config/grader-config.js";
import type { ChatMessage, ChatPart, JudgeRequest } from "#service/judge.js";
import {
  type Template,
  type TemplateReference,
  type TemplateScope,
  compileTemplate,
} from "#grader/language/template.js";

/** The lowest and highest score of a score_model without a range (OpenAI OpenAPI 2.3.0, GraderScoreModel). */
export const defaultRange: readonly [number, number] = [0, 1];

/** Writes the requests of one score_model grader; returns the reference instead if one leads nowhere. */
export type WriteJudgeRequest = (scope: TemplateScope) => JudgeRequest | TemplateReference;

/**
 * Compiles a score_model's messages and settings into requests.
 * @throws TemplateError
 */
export function compileJudgeRequest(config: ScoreModelGrader): WriteJudgeRequest {
  const messages = config.input.map(compileMessage);
  const settings = {
    ...samplingSettings(config.sampling_params),
    response_format: scoreFormat(config.range),
  };
  return (scope) => {
    const filled: ChatMessage[] = [];
    for (const fill of messages) {
      const message = fill(scope);
      if ("namespace" in message) return message;
      filled.push(message);
    }
    return { messages: filled, ...settings };
  };
}

/** The names of chat completions; only the grader has the odd plural `max_completions_tokens`. */
function samplingSettings(params: SamplingParams = {}): Partial<JudgeRequest> {
  const { seed, top_p, temperature, max_completions_tokens: tokens, reasoning_effort } = params;
  const given = { seed, top_p, temperature, max_completion_tokens: tokens, reasoning_effort };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
}

/**
 * The structured answer that the service asks its judges for: steps, then the result. The OpenAI cookbook "Exploring
 * Model Graders for RFT" (2025) prints it as used "locally"; recorded answers of 2026-03 have exactly this shape.
 */
function scoreFormat([low, high]: readonly [number, number] = defaultRange): object {
  const text = { type: "string" };
  const step = {
    type: "object",
    properties: { description: text, conclusion: text },
    required: ["description", "conclusion"],
    additionalProperties: false,
  };
  const description = `The float score assigned to the response. This should be in inclusive range ${low} to ${high}.`;
  const schema = {
    type: "object",
    properties: { steps: { type: "array", items: step }, result: { type: "number", description } },
    required: ["steps", "result"],
    additionalProperties: false,
  };
  return { type: "json_schema", json_schema: { name: "float_score_classification", strict: true, schema } };
}

/** Fills the templates of a text, or returns the reference that leads nowhere. */
type Fill<T> = (scope: TemplateScope) => T | TemplateReference;

function compileMessage({ role, content }: JudgeMessage): Fill<ChatMessage> {
  if (typeof content === "string") {
    const template = compileTemplate(content);
    return (scope) => withText(template, scope, (text) => ({ role, content: text }));
  }
  const parts = (Array.isArray(content) ? content : [content]).map(compilePart);
  return (scope) => {
    const filled: ChatPart[] = [];
    for (const fill of parts) {
      const part = fill(scope);
      if ("namespace" in part) return part;
      filled.push(part);
    }
    return { role, content: filled };
  };
}

/** Templates are filled in texts only. */
function compilePart(part: string | JudgeContentPart): Fill<ChatPart> {
  if (typeof part !== "string" && part.type === "input_image") {
    const { image_url: url, detail } = part;
    return () => ({ type: "image_url", image_url: { url, ...(detail !== undefined && { detail }) } });
  }
  if (typeof part !== "string" && part.type === "input_audio") {
    return () => ({ type: "input_audio", input_audio: part.input_audio });
  }
  const template = compileTemplate(typeof part === "string" ? part : part.text);
  return (scope) => withText(template, scope, (text) => ({ type: "text", text }));
}

function withText<T>(
  template: Template,
  scope: TemplateScope,
  make: (text: string) => T,
): T | TemplateReference {
  const filled = template.fill(scope);
  return typeof filled === "string" ? make(filled) : filled;
}
