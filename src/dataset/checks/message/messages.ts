import { closestName } from "#words/closest-name.js";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { RowCheck } from "#dataset/checks/contract/check.js";
import type { FindingText } from "#dataset/row/finding-list.js";
import { messagesOf } from "#dataset/row/message.js";
import { showValue } from "#words/show-value.js";

const promptAsMessages = '[{"role": "user", "content": "..."}]';

/** Checks that a row has messages: a non-empty array of objects. */
export const messagesCheck: RowCheck = {
  codes: ["messages-missing", "messages-not-array", "messages-empty", "message-not-object"],
  start({ report }) {
    return {
      row({ line, item }) {
        const messages = item["messages"];
        const at = { severity: "error", line } as const;
        if (messages === undefined) {
          report({ ...at, code: "messages-missing", write: () => describeMissing(item) });
        } else if (!Array.isArray(messages)) {
          report({ ...at, code: "messages-not-array", write: () => describeNotArray(messages) });
        } else if (messages.length === 0) {
          report({ ...at, code: "messages-empty", write: describeEmpty });
        }
        const listed = messagesOf(item);
        for (let index = 0; index < listed.length; index++) {
          const message = listed[index] ?? null;
          if (isJsonObject(message)) continue;
          report({ ...at, code: "message-not-object", write: () => describeNotObject(message, index) });
        }
      },
    };
  },
};

/** For a row without messages; names its format if recognizable. */
function describeMissing(item: JsonObject): FindingText {
  const keys = Object.keys(item);
  const shown = keys.length === 0 ? "no keys" : keys.slice(0, 5).join(", ");
  const message = `the row has no messages; it has ${shown}`;
  if (isJsonObject(item["item"])) {
    return {
      message,
      help: 'This is the evals format, {"item": {...}}: to train on it, move the fields out of item and add the prompt as messages.',
    };
  }
  if ("prompt" in item || "input" in item) {
    return { message, help: `Turn the prompt into messages: ${promptAsMessages}.` };
  }
  const closest = closestName("messages", keys);
  return {
    message,
    help: closest ? `Rename "${closest}" to "messages".` : `Add "messages": ${promptAsMessages}.`,
  };
}

function describeNotArray(messages: JsonValue): FindingText {
  return {
    message: `messages is ${showValue(messages)}, not an array`,
    help:
      typeof messages === "string"
        ? `Write the array itself, not a string: ${promptAsMessages}.`
        : `Write an array: ${promptAsMessages}.`,
    pointer: "/messages",
  };
}

function describeEmpty(): FindingText {
  return {
    message: "messages is an empty array",
    help: `Put the prompt in it: ${promptAsMessages}.`,
    pointer: "/messages",
  };
}

function describeNotObject(message: JsonValue, index: number): FindingText {
  return {
    message: `message ${index + 1} is ${showValue(message)}, not an object`,
    help: 'Write {"role": "user", "content": "..."}.',
    pointer: `/messages/${index}`,
  };
}
