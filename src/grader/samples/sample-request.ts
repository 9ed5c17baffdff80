import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";

/** What shapes an answer beside the row. */
export interface SampleSettings {
  /** In the nested form of chat completions; a row's own wins. */
  responseFormat?: JsonValue;
  /** The deployment's own default where absent. */
  reasoningEffort?: string;
  /** Tokens of one answer, those of its reasoning among them; without a limit where absent. */
  maxCompletionTokens?: number;
}

/** What of a row goes to the model beside its messages, by the names of chat completions. */
const ofRow = ["tools", "parallel_tool_calls"] as const;

/**
 * The question that training would put for a row, as a body of chat completions by the names that reasoning models take
 * (`max_completion_tokens`, no temperature); undefined for a row without messages.
 */
export function sampleRequest(item: JsonObject, settings: SampleSettings): JsonObject | undefined {
  const { messages } = item;
  if (!Array.isArray(messages) || messages.length === 0) return undefined;
  const format = isJsonObject(item["response_format"]) ? item["response_format"] : settings.responseFormat;
  const { reasoningEffort, maxCompletionTokens } = settings;
  return {
    messages,
    ...Object.fromEntries(
      ofRow.flatMap((key) => (item[key] === undefined ? [] : [[key, item[key]] as const])),
    ),
    ...(format !== undefined && { response_format: format }),
    ...(reasoningEffort !== undefined && { reasoning_effort: reasoningEffort }),
    ...(maxCompletionTokens !== undefined && { max_completion_tokens: maxCompletionTokens }),
  };
}
