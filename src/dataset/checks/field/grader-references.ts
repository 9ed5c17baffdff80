import { didYouMean } from "#words/closest-name.js";
import { type JsonObject, absent, isJsonObject, jsonPointer, valueAt } from "#json/json-value.js";
import type { FileCheck } from "#dataset/checks/contract/check.js";
import type { RowReference } from "#dataset/row/references.js";
import type { FindingDraft, FindingText } from "#dataset/row/finding-list.js";
import { isField } from "#dataset/row/row-fields.js";
import { draftPlaces, inLineOrder } from "./draft-places.js";
import { type KindTally, createKindTally, kindOf } from "./value-kinds.js";

/**
 * Checks that each row has the values that the grader's templates read. `item` is the whole row, so `item.messages`
 * resolves too; that is this project's reading, so a file that relies on it gets one warning.
 */
export const graderReferencesCheck: FileCheck = {
  codes: ["template-unresolved", "field-null", "field-empty", "field-type-drift"],
  start({ report, references, maxFindings }) {
    const read = [...new Map(references.map((reference) => [reference.text, reference])).values()].map(
      (reference) => ({ reference, kinds: createKindTally(Math.max(1, maxFindings)) }),
    );
    return {
      row(row) {
        for (const { reference, kinds } of read) {
          // Templates rarely read from the prompt, which may have to be decoded.
          const item = isField(String(reference.path[0])) ? row.fields : row.item;
          const value = valueAt(item, reference.path);
          const at = { severity: "error", line: row.line } as const;
          if (value === absent) {
            const write = () => describeUnresolved(row.item, reference);
            report({ ...at, code: "template-unresolved", write });
            continue;
          }
          const kind = kindOf(value);
          kinds.add(kind, row.line);
          if (kind === "null") {
            report({ ...at, code: "field-null", write: () => describeNull(reference) });
          } else if (kind === "empty") {
            report({ ...at, code: "field-empty", write: () => describeEmpty(reference) });
          }
        }
      },
      end() {
        const drifts = read.flatMap(({ reference, kinds }) => judgeDrift(reference, kinds));
        for (const draft of inLineOrder(drifts)) report(draft);
        for (const { reference, kinds } of read) {
          if (reference.path[0] !== "messages" || kinds.filled() === 0) continue;
          const write = () => describePrompt(reference);
          report({ code: "template-unresolved", severity: "warning", write });
        }
      },
    };
  },
};

/** Types that a template renders as JSON rather than a word or number. */
const structured = new Set<string | undefined>(["array", "object"]);

/** Finds values of another type than in most rows: "5" and 5 render alike, a list and a word do not. */
function judgeDrift({ text, path }: RowReference, kinds: KindTally): FindingDraft[] {
  const usual = kinds.usual();
  return kinds.unusual().flatMap(({ type, places }) =>
    draftPlaces(places, {
      code: "field-type-drift",
      severity: structured.has(type) || structured.has(usual) ? "error" : "warning",
      write: () => ({
        message: `the grader reads {{${text}}}, which is of type ${type} here and of type ${usual} in most rows`,
        help: "Write the value in the same way in every row: the grader compares with what it renders to.",
        pointer: jsonPointer(path),
      }),
    }),
  );
}

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

function describeEmpty({ text, path }: RowReference): FindingText {
  return {
    message: `the grader reads {{${text}}}, which is an empty text in this row`,
    help: "Fill in the value: an empty answer equals it, and every answer contains it.",
    pointer: jsonPointer(path),
  };
}

function describePrompt({ text }: RowReference): FindingText {
  return {
    message: `the grader reads {{${text}}}, a part of the prompt, as a field of the row`,
    help: "Copy what the grader needs into a field beside messages: that is the documented way.",
  };
}
