import { jsonPointer } from "#json/json-value.js";
import type { FileCheck } from "#dataset/checks/contract/check.js";
import type { Row } from "#dataset/row/row.js";
import { findString, someString } from "#json/strings-of.js";

/** The escape of a surrogate, paired or alone. Only an escape can introduce one, as UTF-8 has none. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;
const loneSurrogate = /\p{Surrogate}/u;

/** Checks for half a surrogate pair in a string: such a text cannot be written in UTF-8. */
export const loneSurrogateCheck: FileCheck = {
  codes: ["lone-surrogate"],
  start({ report }) {
    return {
      row(row) {
        if (!mayHoldSurrogates(row) || !someString(row.item, isBroken)) return;
        report({
          code: "lone-surrogate",
          severity: "warning",
          line: row.line,
          write: () => ({
            message: "a text holds half of a surrogate pair, which is no character",
            help: "Write the whole character: it was cut in two, often where a text was shortened to a length.",
            pointer: jsonPointer(findString(row.item, isBroken) ?? []),
          }),
        });
      },
    };
  },
};

function mayHoldSurrogates({ text, isEscaped }: Row): boolean {
  return isEscaped && surrogateEscape.test(text);
}

function isBroken(text: string): boolean {
  return loneSurrogate.test(text);
}
