import { jsonPointer } from "#json/json-value.js";
import type { FileCheck } from "#dataset/checks/contract/check.js";
import { findSecret } from "#words/find-secret.js";
import { findString, someString } from "#json/strings-of.js";

/** Checks that no key, token or password slipped into the rows, which go to the service and into the model. */
export const secretCheck: FileCheck = {
  codes: ["secret-in-data"],
  start({ report }) {
    return {
      row(row, { hasLongRun }) {
        if (!hasLongRun || !someString(row.raw, holdsSecret)) return;
        report({
          code: "secret-in-data",
          severity: "warning",
          line: row.line,
          write() {
            let kind = "a secret";
            const path = findString(row.item, (text) => {
              const found = findSecret(text);
              kind = found ?? kind;
              return found !== undefined;
            });
            return {
              message: `a text has the shape of ${kind}`,
              help: "Take it out of the data, and revoke it: the value is not shown here.",
              pointer: jsonPointer(path ?? []),
            };
          },
        });
      },
    };
  },
};

function holdsSecret(text: string): boolean {
  return findSecret(text) !== undefined;
}
