import { type FindingCode, defaultMaxFindings } from "#finding.js";
import type { FileCheckContext } from "#dataset/checks/contract/check.js";
import type { Row } from "#dataset/row/row.js";
import { startFileChecks } from "./file-checks.js";
import { type FindingDraft, type FindingList, createFindingList } from "#dataset/row/finding-list.js";
import type { RowBatch } from "#dataset/read/read-rows.js";
import { createReferenceReader } from "#dataset/row/references.js";
import { takePrints } from "#dataset/row/row-prints.js";
import type { RowOptions } from "./row-options.js";
import { startRowChecks } from "./row-checks.js";
import { type RowIndex, createRowIndex } from "#dataset/compare/row-index.js";
import type { DataFile, DataRole } from "#dataset/read/source.js";
import { type FieldStatistics, createStatistics } from "./statistics.js";
import { measurePrompts } from "#dataset/tokens/measure-prompts.js";
import type { TokenStatistics } from "#dataset/tokens/token-statistics.js";

interface RowTotals {
  /** Lines that are not blank. */
  rows: number;
  /** Rows that are JSON objects. */
  examples: number;
  /** The first rows so long that reading one briefly blocks everything else, Ctrl-C included. */
  longLines: LongLine[];
  /** Rows that lack a value the grader reads: no answer to them earns anything. */
  neverEarn: number;
}

/** A line and its length in bytes. */
export interface LongLine {
  line: number;
  bytes: number;
}

/** Rows above this many bytes are listed as long. */
const longLine = 8_000_000;

/** Most long lines listed per file. */
const namedLines = 5;

/** Everything that looks at the rows of a file as they are read: checks, statistics, token counts, the index. */
export interface RowInspection {
  readonly list: FindingList;
  readonly index: RowIndex;
  readonly totals: Readonly<RowTotals>;
  /** Returns a promise while it counts the tokens of a long row: await it before passing the next batch. */
  see(batch: RowBatch): void | Promise<void>;
  /** Lets the checks judge the file as a whole. */
  end(bytes: number): void;
  describe(): { tokens?: TokenStatistics; fields: Record<string, FieldStatistics> };
}

/** Codes that, as errors, mean that no answer to the row can be scored: the grader reads a value that is missing. */
const unscored: ReadonlySet<FindingCode> = new Set(["template-unresolved", "field-null"]);

/** Codes of a file that is not JSON Lines at all, so what it lacks as a data set is not worth reporting. */
const notRows: ReadonlySet<FindingCode> = new Set(["json-not-jsonl", "not-text", "not-utf8"]);

/**
 * Starts inspecting the rows of a file.
 * @param folding whether to compare prompts with those of other files, ignoring case and white space
 */
export async function startInspection(
  file: DataFile,
  options: RowOptions,
  folding: boolean,
): Promise<RowInspection> {
  const list = createFindingList(file.path, options.maxFindings ?? defaultMaxFindings);
  const totals: RowTotals = { rows: 0, examples: 0, longLines: [], neverEarn: 0 };
  const context = contextOf(file.role, options, createReporter(list, totals));
  const checkRow = startRowChecks(context);
  const checks = startFileChecks(context);
  const index = createRowIndex(folding);
  const prompts = await measurePrompts(file, options, list.add);
  const statistics = createStatistics();
  const seeRow = (row: Row): void | Promise<void> => {
    const prints = takePrints(row, context.readReferences);
    checkRow(row);
    checks.row(row, prints);
    statistics.add(row.fields, row.shape.fields);
    index.add(row, prints);
    countExample(row, totals);
    return prompts?.row(row);
  };
  let hasRows = true;
  return {
    list,
    index,
    totals,
    see({ rows, parsed: examples, faults }) {
      for (const fault of faults) {
        list.add(fault);
        hasRows &&= !notRows.has(fault.code);
      }
      totals.rows += rows;
      return seeInTurn(examples, seeRow);
    },
    end(bytes) {
      if (hasRows) checks.end({ bytes, rows: totals.rows });
    },
    describe: () => ({ ...prompts?.finish(), fields: statistics.finish() }),
  };
}

/** Adds findings to a list and counts the rows to which no answer can be scored. */
function createReporter(list: FindingList, totals: RowTotals): (draft: FindingDraft) => void {
  let unscoredLine: number | undefined;
  return (draft) => {
    const { code, severity, line } = draft;
    if (severity === "error" && line !== undefined && line !== unscoredLine && unscored.has(code)) {
      unscoredLine = line;
      totals.neverEarn++;
    }
    list.add(draft);
  };
}

function countExample({ line, place }: Row, totals: RowTotals): void {
  totals.examples++;
  const bytes = place.length;
  if (bytes > longLine && totals.longLines.length < namedLines) totals.longLines.push({ line, bytes });
}

/** Passes rows on one by one, waiting for any promise before the next. */
function seeInTurn(
  rows: readonly Row[],
  seeRow: (row: Row) => void | Promise<void>,
  first = 0,
): void | Promise<void> {
  for (let at = first; at < rows.length; at++) {
    const row = rows[at];
    const waiting = row && seeRow(row);
    if (waiting) return waiting.then(() => seeInTurn(rows, seeRow, at + 1));
  }
  return undefined;
}

function contextOf(
  role: DataRole,
  options: RowOptions,
  report: FileCheckContext["report"],
): FileCheckContext {
  const { rules, responseFormat, scoreGuess, requireReference = false } = options;
  const { maxFindings = defaultMaxFindings, references = [] } = options;
  const readReferences = createReferenceReader(references);
  return {
    role,
    rules,
    references,
    readReferences,
    requireReference,
    responseFormat,
    scoreGuess,
    maxFindings,
    report,
  };
}
