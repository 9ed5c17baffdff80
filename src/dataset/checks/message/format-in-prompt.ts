import { type JsonObject, isJsonObject } from "#json/json-value.js";
import type { FileCheck } from "#dataset/checks/contract/check.js";
import type { Row } from "#dataset/row/row.js";
import { messageTexts } from "#dataset/row/message.js";

/** Checks that prompts mention the format that a response_format forces on the answer. */
export const formatInPromptCheck: FileCheck = {
  codes: ["format-not-in-prompt"],
  onlyFirst: true,
  start({ responseFormat, report }) {
    const ofJob = namesOf(responseFormat);
    let rows = 0;
    let silent = 0;
    let names: readonly string[] = [];
    return {
      row(row) {
        const asked =
          ofJob ??
          (Object.hasOwn(row.raw, "response_format") ? namesOf(row.item["response_format"]) : undefined);
        if (!asked) return;
        rows++;
        if (speaksOf(row, asked)) return;
        silent++;
        names = asked;
      },
      end() {
        if (silent * 2 <= rows) return;
        const listed = names.length > 0 ? ` nor a field of the response format (${names.join(", ")})` : "";
        report({
          code: "format-not-in-prompt",
          severity: "note",
          write: () => ({
            message: `the prompts of ${silent} of ${rows} rows name neither JSON${listed}`,
            help: "Say in the prompt which fields the answer is to have: the model then need not guess what they mean.",
          }),
        });
      },
    };
  },
};

/** The fields that a response format asks for; undefined if it does not ask for JSON. */
function namesOf(format: unknown): string[] | undefined {
  if (!isJsonObject(format)) return undefined;
  if (format["type"] === "json_object") return [];
  if (format["type"] !== "json_schema") return undefined;
  const nested: JsonObject = isJsonObject(format["json_schema"]) ? format["json_schema"] : format;
  const schema = nested["schema"];
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

function speaksOf(row: Row, names: readonly string[]): boolean {
  return messageTexts(row.raw).some(
    (text) => /json/i.test(text) || names.some((name) => holdsWord(text, row.needle(name))),
  );
}

/** True if a word appears in a text on its own, not inside a longer word. */
function holdsWord(text: string, word: string): boolean {
  if (word === "") return false;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + word.length])) return true;
  }
  return false;
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9]/.test(character);
}
