import {
  type FileCheckContext,
  type FileTotals,
  type RunningCheck,
  firstRows,
} from "#dataset/checks/contract/check.js";
import type { Row } from "#dataset/row/row.js";
import type { RowPrints } from "#dataset/row/row-prints.js";
import { fileChecks } from "./checks.js";

/** The checks that look beyond a row, running on one file. */
export interface FileChecks {
  row(row: Row, prints: RowPrints): void;
  end(totals: FileTotals): void;
}

/** Starts the checks that look beyond a row. Those marked `onlyFirst` see only the first rows. */
export function startFileChecks(context: FileCheckContext): FileChecks {
  const running = fileChecks.map((check) => check.start(context));
  const rowByRow = (first: boolean) =>
    running.filter((check, at) => check.row && (fileChecks[at]?.onlyFirst ?? false) === first);
  const ofAllRows = rowByRow(false);
  const ofFirstRows = rowByRow(true);
  let rows = 0;
  return {
    row(row, prints) {
      showTo(ofAllRows, row, prints);
      if (rows++ < firstRows) showTo(ofFirstRows, row, prints);
    },
    end(totals) {
      for (const check of running) check.end?.(totals);
    },
  };
}

function showTo(checks: readonly RunningCheck[], row: Row, prints: RowPrints): void {
  for (let at = 0; at < checks.length; at++) checks[at]?.row?.(row, prints);
}
