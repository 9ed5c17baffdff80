import type { RowCheck } from "#dataset/checks/contract/check.js";
import { findResponseFormatFault } from "#dataset/response-format/response-format-faults.js";

/** Checks that a row's response_format, if any, is one that the service accepts. */
export const responseFormatCheck: RowCheck = {
  codes: ["response-format-invalid"],
  start({ report }) {
    return {
      row({ line, item }) {
        const format = item["response_format"];
        if (format === undefined || format === null) return;
        const fault = findResponseFormatFault(format);
        if (!fault) return;
        const pointer = `/response_format${fault.pointer ?? ""}`;
        const severity = "error";
        report({ code: "response-format-invalid", severity, line, write: () => ({ ...fault, pointer }) });
      },
    };
  },
};
