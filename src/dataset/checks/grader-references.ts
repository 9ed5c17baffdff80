import { didYouMean } from "../../closest-name.js";
import { type JsonObject, absent, isJsonObject, jsonPointer, valueAt } from "../../json.js";
import type { Check, RowReference } from "../check.js";
import type { FindingText } from "../finding-list.js";

/**
 * That each row has what the grader's templates read of it. `item` is the whole row, so `item.messages`
 * resolves too; that it does is this project's reading, which the file hears once.
 */
export const graderReferencesCheck: Check = {
  codes: ["template-unresolved", "field-null"],
  start({ report, references }) {
    const read = [...new Map(references.map((reference) => [reference.text, reference])).values()];
    const intoMessages = read.filter(({ path }) => path[0] === "messages");
    const resolved = new Set<RowReference>();
    return {
      example({ line, item }) {
        for (const reference of read) {
          const value = valueAt(item, reference.path);
          const at = { severity: "error", line } as const;
          if (value === absent) {
            const write = () => describeUnresolved(item, reference);
            report({ ...at, code: "template-unresolved", write });
          } else if (value === null) {
            report({ ...at, code: "field-null", write: () => describeNull(reference) });
          } else if (reference.path[0] === "messages") {
            resolved.add(reference);
          }
        }
      },
      end() {
        for (const reference of intoMessages) {
          if (!resolved.has(reference)) continue;
          const write = () => describePrompt(reference);
          report({ code: "template-unresolved", severity: "warning", write });
        }
      },
    };
  },
};

function describeUnresolved(item: JsonObject, { text, path }: RowReference): FindingText {
  const depth = path.findIndex((_, index) => valueAt(item, path.slice(0, index + 1)) === absent);
  const parent = valueAt(item, path.slice(0, depth));
  const known = isJsonObject(parent) ? Object.keys(parent) : [];
  const meant = didYouMean(String(path[depth]), known);
  return {
    message: `the grader reads {{${text}}}, which this row does not have`,
    help: `${meant ? `${meant} ` : ""}Add the field to the row, or correct the grader's template: the service scores such a row 0.`,
    pointer: jsonPointer(path.slice(0, depth + 1)),
  };
}

function describeNull({ text, path }: RowReference): FindingText {
  return {
    message: `the grader reads {{${text}}}, which is null in this row`,
    help: "Fill in the value: null is rendered as the word null, and an answer is compared with that.",
    pointer: jsonPointer(path),
  };
}

function describePrompt({ text }: RowReference): FindingText {
  return {
    message: `the grader reads {{${text}}}, a part of the prompt, as a field of the row`,
    help: "Copy what the grader needs into a field beside messages: that is the documented way.",
  };
}
