import type { RowCheck } from "#dataset/checks/contract/check.js";
import { isField } from "#dataset/row/row-fields.js";

/** Checks that a row has a field for the grader to compare with, besides the request itself. */
export const referenceFieldCheck: RowCheck = {
  codes: ["no-reference-field"],
  start({ report, requireReference }) {
    const severity = requireReference ? "error" : "warning";
    return {
      row({ line, item }) {
        if (Object.keys(item).some(isField)) return;
        report({
          code: "no-reference-field",
          severity,
          line,
          write: () => ({
            message: "the row has nothing beside the request: no field that a grader could compare with",
            help: 'Add the reference as a field of its own, for instance "answer", and read it as {{item.answer}}.',
          }),
        });
      },
    };
  },
};
