import type { CheckContext, RowView } from "#dataset/checks/contract/check.js";
import { rowChecks } from "./checks.js";
import type { Row } from "#dataset/row/row.js";

/**
 * Starts the checks of single rows. A row of byte text is first checked undecoded; only if a check objects is it
 * decoded and checked again, so that reports show real text. Good rows, the vast majority, are never decoded.
 */
export function startRowChecks(context: CheckContext): (row: Row) => void {
  let probing = false;
  let objected = false;
  const report: CheckContext["report"] = (draft) => {
    if (probing) objected = true;
    else context.report(draft);
  };
  const running = rowChecks.map((check) => check.start({ ...context, report }));
  const examine = (view: RowView): void => {
    for (let index = 0; index < running.length; index++) running[index]?.row(view);
  };
  return (row) => {
    const { line } = row;
    if (row.encoded) {
      probing = true;
      objected = false;
      const view = { line, item: row.raw, encoded: true };
      examine(view);
      probing = false;
      if (!objected) return;
    }
    const view = { line, item: row.item, encoded: false };
    examine(view);
  };
}
