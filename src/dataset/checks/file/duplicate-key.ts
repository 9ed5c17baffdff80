import type { FileCheck } from "#dataset/checks/contract/check.js";
import { countKeys, findDuplicateKey, hasDistinctKeys } from "#json/duplicate-keys.js";
import { showValue } from "#words/show-value.js";

/** Checks that no object in a row has a duplicate key: JSON readers silently keep one of the two. */
export const duplicateKeyCheck: FileCheck = {
  codes: ["duplicate-key"],
  start({ report }) {
    return {
      row(row) {
        if (hasDistinctKeys(row.text, countKeys(row.raw))) return;
        report({
          code: "duplicate-key",
          severity: "error",
          line: row.line,
          write() {
            const { key, pointer } = findDuplicateKey(row.text, row.encoded);
            return {
              message: `the key ${showValue(key)} stands twice in one object; readers keep one of the two, mostly the last`,
              help: "Remove or rename one of them.",
              pointer,
            };
          },
        });
      },
    };
  },
};
