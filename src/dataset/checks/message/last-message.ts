import type { JsonValue } from "#json/json-value.js";
import type { RowCheck } from "#dataset/checks/contract/check.js";
import type { FindingText } from "#dataset/row/finding-list.js";
import { messagesOf, roleOf } from "#dataset/row/message.js";
import { showValue } from "#words/show-value.js";

/**
 * Checks that the last message is the user's: training samples the model's answer instead of reading it from the file.
 * Skips rows with a missing or unknown role, where it is uncertain who speaks.
 */
export const lastMessageCheck: RowCheck = {
  codes: ["no-user-message", "last-message-not-user"],
  start({ report, rules }) {
    const roles = new Set<JsonValue | undefined>([...rules.messageRoles.value, "system"]);
    return {
      row({ line, item }) {
        const messages = messagesOf(item);
        const last = roleOf(messages.at(-1));
        if (last === "user" || messages.length === 0) return;

        const spoken = messages.map(roleOf);
        if (spoken.some((role) => !roles.has(role))) return;
        const at = { severity: "error", line } as const;
        if (!spoken.includes("user")) {
          report({ ...at, code: "no-user-message", write: describeNoUser });
        } else {
          const pointer = `/messages/${messages.length - 1}/role`;
          report({ ...at, code: "last-message-not-user", write: () => describeLast(last, pointer) });
        }
      },
    };
  },
};

function describeNoUser(): FindingText {
  return {
    message: "no message has the role user",
    help: "Add what the user asks, as the last message.",
    pointer: "/messages",
  };
}

function describeLast(role: JsonValue | undefined, pointer: string): FindingText {
  return {
    message: `the last message has the role ${showValue(role)}, not user`,
    help:
      role === "assistant"
        ? "Move the answer out of messages into a field of its own, which the grader reads as its reference."
        : "End the messages with what the user asks.",
    pointer,
  };
}
