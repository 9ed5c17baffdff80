import type { CheckContext } from "./check.js";
import { rowChecks } from "./checks.js";
import type { Row } from "./example.js";

/**
 * Starts the checks of single rows. A row of byte text is first checked as it is; only if a check objects is it
 * decoded and checked again, so that what is reported shows text. The good rows, most of all, are never decoded.
 */
export function startRowChecks(context: CheckContext): (row: Row) => void {
  let probing = false;
  let objected = false;
  const report: CheckContext["report"] = (draft) => {
    if (probing) objected = true;
    else context.report(draft);
  };
  const running = rowChecks.map((check) => check.start({ ...context, report }));
  return (row) => {
    const { line } = row;
    if (row.encoded) {
      probing = true;
      objected = false;
      const view = { line, item: row.raw, encoded: true };
      for (const check of running) check.example(view);
      probing = false;
      if (!objected) return;
    }
    const view = { line, item: row.item, encoded: false };
    for (const check of running) check.example(view);
  };
}
