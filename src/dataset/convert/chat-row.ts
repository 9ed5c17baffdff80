import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import { callsTools, messagesOf, roleOf } from "#dataset/row/message.js";
import { foldSystem } from "./fold-system.js";
import { textOf } from "./message-text.js";
import { type Change, type ConvertOptions, type RowConversion, referenceField } from "./row-conversion.js";

/** The text of the last assistant message; empty if the row ends with another role's message. */
type Answer = { text?: string } | { reason: string };

/**
 * Converts a row with messages: moves the system text and turns the last assistant message into the reference answer.
 * Does not judge whether the result is a good row.
 */
export function convertChatRow(item: JsonObject, { system }: ConvertOptions): RowConversion {
  if (!Array.isArray(item["messages"])) return { item, changes: [] };
  const { messages: _, ...fields } = item;
  const given = messagesOf(item);
  const answer = readAnswer(given.at(-1), fields[referenceField]);
  if ("reason" in answer) return answer;

  const changes: Change[] = [];
  const asked = answer.text === undefined ? given : given.slice(0, -1);
  const placed = system === "user" ? foldSystem(asked) : asked.map(asDeveloper);
  if (asked.some((message) => roleOf(message) === "system")) {
    changes.push({ kind: system === "user" ? "system-folded" : "system-to-developer" });
  }
  const messages = placed.map(withoutWeight);
  if (placed.some((message, index) => message !== messages[index])) changes.push({ kind: "weight-removed" });
  if (answer.text === undefined) return { item: { messages, ...fields }, changes };
  changes.push({ kind: "answer-moved" });
  return { item: { messages, ...fields, [referenceField]: answer.text }, changes };
}

function readAnswer(last: JsonValue | undefined, reference: JsonValue | undefined): Answer {
  if (!isJsonObject(last) || roleOf(last) !== "assistant") return {};
  if (callsTools(last)) return { reason: "the last message calls a tool: it has no text to compare with" };
  const text = textOf(last["content"]);
  if (text === undefined) return { reason: "the assistant's last message is not text" };
  if (text.trim() === "") return { reason: "the assistant's last message is blank" };
  if (reference !== undefined && reference !== text) {
    return { reason: `it has a ${referenceField} and another answer as its last message` };
  }
  return { text };
}

function asDeveloper(message: JsonValue): JsonValue {
  return isJsonObject(message) && message["role"] === "system" ? { ...message, role: "developer" } : message;
}

/** Supervised rows can give an assistant message a weight of 0 or 1; RFT does not train on messages. */
function withoutWeight(message: JsonValue): JsonValue {
  if (!isJsonObject(message) || !("weight" in message)) return message;
  const { weight: _, ...rest } = message;
  return rest;
}
