import type { RuleSet } from "#rules/rule-set.js";
import { type LeftOut, createLeftOutList } from "./left-out.js";
import type { MaybeRow } from "#dataset/read/row-source.js";
import type { OutputFile } from "#files/write-file.js";
import { createRowJudge } from "./judge-row.js";
import type { Change, ChangeKind, ConvertOptions } from "./row-conversion.js";
import { writeRow } from "./write-row.js";

/** A change, and the number of rows it was made in. */
export interface ChangeCount {
  kind: ChangeKind;
  /** The changed field, for changes that can concern any field. */
  field?: string;
  rows: number;
}

export interface Conversion {
  /** Rows read, broken ones included. */
  rows: number;
  written: number;
  /** Rows written unchanged. */
  unchanged: number;
  changes: ChangeCount[];
  leftOut: LeftOut[];
}

/** What a conversion needs besides the rows. */
export interface ConvertRun extends ConvertOptions {
  rules: RuleSet;
  /** Receives each output row, with its line ending. */
  output: Pick<OutputFile, "write">;
}

/** Converts rows one by one, leaving out those that would not pass `validate-data`. */
export async function convertRows(rows: AsyncIterable<MaybeRow>, run: ConvertRun): Promise<Conversion> {
  const judge = createRowJudge(run.rules);
  const leftOut = createLeftOutList();
  const changes = createChangeCounts();
  let read = 0;
  let written = 0;
  let unchanged = 0;
  for await (const row of rows) {
    read++;
    const result = "reason" in row ? row : writeRow(row, run, judge);
    if ("reason" in result) {
      leftOut.add(row.line, result);
      continue;
    }
    await run.output.write(`${result.text}\n`);
    changes.add(result.changes);
    written++;
    if (result.changes.length === 0) unchanged++;
  }
  return { rows: read, written, unchanged, changes: changes.finish(), leftOut: leftOut.finish() };
}

function createChangeCounts() {
  const counts = new Map<string, ChangeCount>();
  return {
    add(changes: readonly Change[]): void {
      for (const change of changes) {
        const key = `${change.kind} ${change.field ?? ""}`;
        const count = counts.get(key) ?? { ...change, rows: 0 };
        count.rows++;
        counts.set(key, count);
      }
    },
    finish: () => [...counts.values()],
  };
}
