import { closestName } from "#words/closest-name.js";
import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { RowCheck } from "#dataset/checks/contract/check.js";
import type { FindingDraft, FindingText } from "#dataset/row/finding-list.js";
import { messagesOf } from "#dataset/row/message.js";
import { showValue } from "#words/show-value.js";

/** Checks that each message has a role that reinforcement fine-tuning accepts. */
export const rolesCheck: RowCheck = {
  codes: ["role-missing", "role-unknown", "system-message"],
  start({ report, rules }) {
    const roles = rules.messageRoles.value;
    return {
      row({ line, item }) {
        const messages = messagesOf(item);
        for (let index = 0; index < messages.length; index++) {
          const message = messages[index];
          if (!isJsonObject(message)) continue;
          const { role } = message;
          if (typeof role === "string" && roles.includes(role)) continue;
          report({ severity: "error", line, ...judgeRole(message, index, roles) });
        }
      },
    };
  },
};

function judgeRole(
  message: JsonObject,
  index: number,
  roles: readonly string[],
): Pick<FindingDraft, "code" | "write"> {
  const { role = null } = message;
  const pointer = `/messages/${index}/role`;
  if (role === "system") return { code: "system-message", write: () => describeSystem(pointer) };
  return role === null || role === ""
    ? { code: "role-missing", write: () => describeMissing(message, pointer, roles) }
    : { code: "role-unknown", write: () => describeUnknown(role, pointer, roles) };
}

function describeSystem(pointer: string): FindingText {
  return {
    message: "a message has the role system, which reinforcement fine-tuning does not support",
    help: 'Use the role "developer", or put the text at the start of the user message.',
    pointer,
  };
}

function describeMissing(message: JsonObject, pointer: string, roles: readonly string[]): FindingText {
  const isShareGpt = "from" in message && "value" in message;
  return {
    message: "a message has no role",
    help: isShareGpt
      ? 'Rename "from" to "role" and "value" to "content"; "human" is "user", "gpt" is "assistant".'
      : `Add one of ${roles.join(", ")}.`,
    pointer,
  };
}

function describeUnknown(role: JsonValue, pointer: string, roles: readonly string[]): FindingText {
  const closest = typeof role === "string" ? closestName(role, roles) : undefined;
  return {
    message: `a message has the role ${showValue(role)}`,
    help: `${closest ? `Did you mean "${closest}"? ` : ""}The roles are ${roles.join(", ")}.`,
    pointer,
  };
}
