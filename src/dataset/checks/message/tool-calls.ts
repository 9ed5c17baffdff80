import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { RowCheck } from "#dataset/checks/contract/check.js";
import { messagesOf } from "#dataset/row/message.js";
import { showValue } from "#words/show-value.js";

const callForm =
  '{"id": "call_1", "type": "function", "function": {"name": "...", "arguments": "{...}"}}, arguments being JSON text';

interface Fault {
  message: string;
  help: string;
  pointer: string;
}

/** Checks that tool calls have the form of the chat API, and that each tool message answers an earlier call. */
export const toolCallsCheck: RowCheck = {
  codes: ["tool-call-invalid"],
  start({ report }) {
    // Shared by all rows: few rows of few files call a tool.
    const called = new Set<JsonValue>();
    return {
      row({ line, item }) {
        if (called.size > 0) called.clear();
        const messages = messagesOf(item);
        for (let index = 0; index < messages.length; index++) {
          const message = messages[index];
          if (!isJsonObject(message) || !concernsTools(message)) continue;
          for (const fault of findFaults(message, `/messages/${index}`, called)) {
            report({ code: "tool-call-invalid", severity: "error", line, write: () => fault });
          }
        }
      },
    };
  },
};

function concernsTools({ role, tool_calls: calls }: JsonObject): boolean {
  return role === "tool" || (role === "assistant" && calls !== undefined && calls !== null);
}

/** The faults of a message that calls tools or answers a call; adds the ids of its calls to `called`. */
function findFaults(message: JsonObject, pointer: string, called: Set<JsonValue>): Fault[] {
  if (message["role"] === "tool") return findAnswerFault(message["tool_call_id"], pointer, called);
  const { tool_calls: calls } = message;
  if (!Array.isArray(calls)) {
    const text = `tool_calls is ${showValue(calls)}, not an array`;
    return [{ message: text, help: `Write an array of ${callForm}.`, pointer: `${pointer}/tool_calls` }];
  }
  return calls.flatMap((call, index) => findCallFault(call, `${pointer}/tool_calls/${index}`, called));
}

function findAnswerFault(
  id: JsonValue | undefined,
  pointer: string,
  called: ReadonlySet<JsonValue>,
): Fault[] {
  if (typeof id !== "string") {
    return [
      {
        message: `a tool message's tool_call_id is ${showValue(id)}, not a string`,
        help: "Give it the id of the call that it answers.",
        pointer: `${pointer}/tool_call_id`,
      },
    ];
  }
  if (called.has(id)) return [];
  return [
    {
      message: `a tool message answers ${showValue(id)}, which no message before it called`,
      help: "Put the assistant's message with that tool call before it, or correct the id.",
      pointer: `${pointer}/tool_call_id`,
    },
  ];
}

/** The first fault of a call, if any. */
function findCallFault(call: JsonValue, pointer: string, called: Set<JsonValue>): Fault[] {
  const help = `Write ${callForm}.`;
  const fault = (what: string, place: string): Fault[] => [
    { message: `a tool call ${what}`, help, pointer: pointer + place },
  ];
  if (!isJsonObject(call)) return fault(`is ${showValue(call)}, not an object`, "");
  const { id, type, function: called_ } = call;
  if (typeof id === "string") called.add(id);
  else return fault(`has ${showValue(id)} for its id`, "/id");
  if (type !== "function") return fault(`has the type ${showValue(type)}, not "function"`, "/type");
  if (!isJsonObject(called_)) return fault(`has ${showValue(called_)} for its function`, "/function");
  const { name, arguments: values } = called_;
  if (typeof name !== "string" || name === "") return fault("names no function", "/function/name");
  if (typeof values === "string") return [];
  return fault(`has ${showValue(values)} for its arguments, not a string`, "/function/arguments");
}
