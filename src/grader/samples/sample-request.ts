import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";

/** What shapes an answer besides the row. */
export interface SampleSettings {
  /** In the nested form of chat completions; a row's own format wins. */
  responseFormat?: JsonValue;
  /** Defaults to the deployment's own. */
  reasoningEffort?: string;
  /** Most tokens of one answer, including its reasoning; no limit if absent. */
  maxCompletionTokens?: number;
}

/** The keys of a row that go to the model besides its messages, named as in chat completions. */
const ofRow = ["tools", "parallel_tool_calls"] as const;

/**
 * The question that training would ask for a row: a chat completions body with the names that reasoning models take
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
