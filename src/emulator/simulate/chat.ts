import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { type Random, createRandom } from "./random.js";

/** The answer wherever a text is wanted, so that nobody takes it for a model's. */
const notice = "azure-rft emulator: a simulated answer, no model was asked";

/** Maximum depth of a value: a recursive schema would not end. */
const deepest = 8;

/** A simulated answer. */
export interface SimulatedChat {
  content: string;
  usage: JsonObject;
}

/**
 * Answers a chat completion request at random, but the same for the same seed, request and `time` (how often the same
 * request came before): JSON that fits the schema where one is asked for, else the notice. It does not read the prompt,
 * so its numbers mean nothing.
 */
export function simulateChat(
  body: JsonObject,
  { seed, time }: { seed: number; time: number },
): SimulatedChat {
  const random = createRandom("chat", seed, JSON.stringify(body), ...(time === 0 ? [] : [time]));
  const schema = schemaOf(body["response_format"]);
  const content = schema === undefined ? notice : JSON.stringify(simulateValue(schema, random, 0));
  const prompt = countTokens(JSON.stringify(body["messages"] ?? []));
  const completion = countTokens(content);
  return {
    content,
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
      prompt_tokens_details: { cached_tokens: 0 },
    },
  };
}

function schemaOf(format: JsonValue | undefined): JsonObject | undefined {
  const json = isJsonObject(format) ? format["json_schema"] : undefined;
  const schema = isJsonObject(json) ? json["schema"] : undefined;
  return isJsonObject(schema) ? schema : undefined;
}

type Simulate = (schema: JsonObject, random: Random, depth: number) => JsonValue;

const byType: Readonly<Record<string, Simulate>> = {
  object: ({ properties }, random, depth) =>
    Object.fromEntries(
      Object.entries(isJsonObject(properties) ? properties : {}).map(([key, inner]) => [
        key,
        simulateValue(isJsonObject(inner) ? inner : {}, random, depth + 1),
      ]),
    ),
  array: ({ items }, random, depth) => (isJsonObject(items) ? [simulateValue(items, random, depth + 1)] : []),
  number: simulateNumber,
  integer: (schema, random) => Math.round(simulateNumber(schema, random)),
  string: simulateText,
  boolean: (_schema, random) => random.next() < 0.5,
  null: () => null,
};

function simulateValue(schema: JsonObject, random: Random, depth: number): JsonValue {
  if (depth > deepest) return null;
  const { enum: choices, type } = schema;
  if (Array.isArray(choices) && choices.length > 0) return choices[random.integer(choices.length)] ?? null;
  const [name] = Array.isArray(type) ? type : [type];
  const simulate = typeof name === "string" && Object.hasOwn(byType, name) ? byType[name] : undefined;
  return simulate ? simulate(schema, random, depth) : notice;
}

/** The example at the end of the schema's description ("a JSON text, such as {...}"), else the notice. */
function simulateText({ description }: JsonObject): string {
  const example = typeof description === "string" ? /, such as (.*)$/s.exec(description)?.[1] : undefined;
  return example ?? notice;
}

/** A number with two decimals, in the range that the description names ("in inclusive range 0 to 10"), else 0 to 1. */
function simulateNumber({ description }: JsonObject, random: Random): number {
  const named =
    typeof description === "string"
      ? /range (-?[\d.]+(?:e[+-]?\d+)?) to (-?[\d.]+(?:e[+-]?\d+)?)\.?(?:\s|$)/i.exec(description)
      : null;
  const low = Number(named?.[1] ?? 0);
  const high = Number(named?.[2]?.replace(/\.$/, "") ?? 1);
  return Number((low + random.next() * (high - low)).toFixed(2));
}

/** About four characters per token: good enough for a bill that nobody pays. */
function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
