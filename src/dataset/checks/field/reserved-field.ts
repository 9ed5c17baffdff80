import { jsonPointer } from "#json/json-value.js";
import type { RowCheck } from "#dataset/checks/contract/check.js";

/** The names that a grader's templates use for the answer and the row. */
const reserved = ["sample", "item"];

/** Checks that no field has a name that templates use for something else. */
export const reservedFieldCheck: RowCheck = {
  codes: ["reserved-field"],
  start({ report }) {
    return {
      row({ line, item }) {
        // A row without messages is in the evals format, which is reported already.
        if (!Object.hasOwn(item, "messages")) return;
        for (const name of reserved) {
          if (!Object.hasOwn(item, name)) continue;
          report({
            code: "reserved-field",
            severity: "warning",
            line,
            write: () => ({
              message: `a field is named ${name}, which templates use for ${name === "item" ? "the whole row" : "the model's answer"}`,
              help: `Rename it, and read it by its new name: {{item.${name}}} is easily taken for {{${name}}}.`,
              pointer: jsonPointer([name]),
            }),
          });
        }
      },
    };
  },
};
