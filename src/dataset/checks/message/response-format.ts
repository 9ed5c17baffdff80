import type { RowCheck } from "#dataset/checks/contract/check.js";
import { findResponseFormatFault } from "#dataset/response-format/response-format-faults.js";

/** That a row's response_format, where it has one, is one that the service takes. */
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
