import { type JsonObject, type JsonValue, isJsonObject } from "#json/json-value.js";
import type { RowCheck } from "#dataset/checks/contract/check.js";
import { isBlankBytes } from "#json/byte-text.js";
import type { FindingDraft, FindingText } from "#dataset/row/finding-list.js";
import { callsTools, messagesOf } from "#dataset/row/message.js";
import { showValue } from "#words/show-value.js";

/** Types of content parts that are not text, as named in both OpenAI APIs. */
const otherMedia = new Set<JsonValue | undefined>([
  "image",
  "image_url",
  "input_image",
  "audio",
  "audio_url",
  "input_audio",
  "video",
  "video_url",
  "file",
  "input_file",
]);

/** Checks that each message has text that is not blank: a string, or a list of parts of type text. */
export const contentCheck: RowCheck = {
  codes: ["content-missing", "content-not-text", "multimodal-content", "content-blank"],
  start({ report }) {
    return {
      row({ line, item, encoded }) {
        const isBlank = encoded ? isBlankBytes : isBlankText;
        const messages = messagesOf(item);
        for (let index = 0; index < messages.length; index++) {
          const message = messages[index];
          if (!isJsonObject(message)) continue;
          const content = message["content"];
          // Nearly every message is a string with text: skip building the pointer for those.
          if (typeof content === "string" && !isBlank(content)) continue;
          const fault = findFault(message, `/messages/${index}/content`, isBlank);
          if (fault) report({ ...fault, line });
        }
      },
    };
  },
};

/** The fault of content that is blank or not text; among several broken parts, the first. */
function findFault(
  message: JsonObject,
  pointer: string,
  isBlank: (text: string) => boolean,
): FindingDraft | undefined {
  const content = message["content"];
  if (typeof content === "string") return blank(pointer);
  if (content === undefined || content === null) return callsTools(message) ? undefined : missing(pointer);
  if (!Array.isArray(content)) {
    return { code: "content-not-text", severity: "error", write: () => describeNotText(content, pointer) };
  }
  if (content.length === 0) return missing(pointer);
  const index = content.findIndex((part) => !isTextPart(part));
  if (index >= 0) return partFault(content[index] ?? null, `${pointer}/${index}`);
  return content.every((part) => isBlankPart(part, isBlank)) ? blank(pointer) : undefined;
}

function isBlankText(text: string): boolean {
  return text.trim() === "";
}

function isTextPart(part: JsonValue): boolean {
  return isJsonObject(part) && part["type"] === "text" && typeof part["text"] === "string";
}

function isBlankPart(part: JsonValue, isBlank: (text: string) => boolean): boolean {
  return isJsonObject(part) && typeof part["text"] === "string" && isBlank(part["text"]);
}

function missing(pointer: string): FindingDraft {
  return {
    code: "content-missing",
    severity: "error",
    write: () => ({
      message: "a message has no content",
      help: "Add its text; only an assistant message with tool_calls may go without.",
      pointer,
    }),
  };
}

function blank(pointer: string): FindingDraft {
  return {
    code: "content-blank",
    severity: "warning",
    write: () => ({
      message: "a message's content is empty or white space",
      help: "Fill in the text, or remove the message.",
      pointer,
    }),
  };
}

function describeNotText(content: JsonValue, pointer: string): FindingText {
  return {
    message: `a message's content is ${showValue(content)}, not text`,
    help: "Write a string; put structured data into it as JSON text, or into a field beside messages.",
    pointer,
  };
}

function partFault(part: JsonValue, pointer: string): FindingDraft {
  const type = isJsonObject(part) ? part["type"] : undefined;
  if (otherMedia.has(type)) {
    return {
      code: "multimodal-content",
      severity: "error",
      write: () => ({
        message: `a content part has the type ${showValue(type)}; reinforcement fine-tuning takes text only`,
        help: "Describe it in text, or leave the row out.",
        pointer: `${pointer}/type`,
      }),
    };
  }
  const what = isJsonObject(part) ? `has the type ${showValue(type)}` : `is ${showValue(part)}`;
  return {
    code: "content-not-text",
    severity: "error",
    write: () => ({
      message:
        type === "text" ? "a content part of type text has no text" : `a content part ${what}, not text`,
      help: 'Write a string, or parts of the form {"type": "text", "text": "..."}.',
      pointer,
    }),
  };
}
