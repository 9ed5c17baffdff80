import type { Hash } from "node:crypto";
import type { FindingCode } from "../finding.js";
import type { RuleSet } from "../rules/rule-set.js";
import type { JsonObject } from "../json.js";
import type { FileCheckContext, FileTotals, ScoreGuess } from "./check.js";
import type { RowReference } from "./references.js";
import { fileChecks } from "./checks.js";
import type { IndexedFile } from "./compare-rows.js";
import type { Row } from "./example.js";
import { type FindingList, createFindingList } from "./finding-list.js";
import { readRows } from "./read-rows.js";
import { createReferenceReader } from "./references.js";
import { startRowChecks } from "./row-checks.js";
import { createRowIndex } from "./row-index.js";
import { type DataFile, type DataRole, type ReadOptions, readChunks } from "./source.js";
import { type FieldStatistics, createStatistics } from "./statistics.js";
import { type MeasureOptions, measurePrompts } from "./tokens/measure-prompts.js";
import type { TokenStatistics } from "./tokens/token-statistics.js";

/** What a validation is asked to look at. */
export interface ValidateOptions extends ReadOptions, MeasureOptions {
  rules: RuleSet;
  /** Findings listed of each code and file; 20 where it is not given. All are counted. */
  maxFindings?: number | undefined;
  /** What the grader reads of a row. */
  references?: readonly RowReference[] | undefined;
  /** A grader is given that needs something to compare with: a row without is an error, not a warning. */
  requireReference?: boolean | undefined;
  /** The job's response format, nested or flat; rows may have their own. */
  responseFormat?: JsonObject | undefined;
  /** What a guess earns with the grader; without it a guess is held to earn on the rows whose reference it is. */
  scoreGuess?: ScoreGuess | undefined;
  /** Whether to look for rows that are nearly the same: each file is read twice more. */
  nearDuplicates?: boolean | undefined;
  /** Whether to hash each file's bytes. */
  sha256?: boolean | undefined;
  /** Told after each chunk how much of a file has been read. */
  onProgress?: ((path: string, bytes: number) => void) | undefined;
}

/** What a file holds: an entry of `files` in the `validate-data` document. */
export interface FileReport {
  path: string;
  role: DataRole;
  bytes: number;
  /** Rows that are JSON objects. */
  examples: number;
  /** Lines that are not blank, those included that are no row. */
  rows: number;
  /** In hexadecimal; only where it was asked for. */
  sha256?: string;
  /** Of the prompts; only where it was asked for and there are any. */
  tokens?: TokenStatistics;
  /** By field name, in order of appearance; those of the request itself (`messages`, `tools`) left out. */
  fields: Record<string, FieldStatistics>;
}

/** A file that has been read; its findings are not finished, because other files may add to them. */
export interface CheckedFile extends IndexedFile {
  readonly report: FileReport;
}

/** Findings listed of a code and file where nobody says how many. */
export const defaultMaxFindings = 20;

/** Codes of a file that is no JSON Lines at all; what it lacks as a data set is then not worth a word. */
const notRows: ReadonlySet<FindingCode> = new Set(["json-not-jsonl", "not-text", "not-utf8"]);

/**
 * Checks one file in one pass. Throws as `validateFiles` does for a single file.
 * @param folding whether its prompts are to be compared with those of other files but for case and white space
 */
export async function validateFile(
  file: DataFile,
  options: ValidateOptions,
  folding: boolean,
): Promise<CheckedFile> {
  const { path, role } = file;
  const list = createFindingList(path, options.maxFindings ?? defaultMaxFindings);
  const watch = await startRowWatch(file, options, { list, folding });
  const meter = await createMeter(options.sha256 ?? false);
  let rows = 0;
  let examples = 0;
  let hasRows = true;

  for await (const batch of readRows(meter.measure(readChunks(file, options)), "bytes")) {
    for (const fault of batch.faults) {
      list.add(fault);
      hasRows &&= !notRows.has(fault.code);
    }
    for (const row of batch.examples) watch.see(row);
    rows += batch.rows;
    examples += batch.examples.length;
    options.onProgress?.(path, meter.bytes());
  }
  const bytes = meter.bytes();
  if (hasRows) watch.end({ bytes, rows });
  const report = { path, role, bytes, rows, examples, ...meter.sha256(), ...watch.describe() };
  return { file, report, list, index: watch.index };
}

/** Starts all that looks at every row of a file: checks, statistics, token counts, the index for comparisons. */
async function startRowWatch(
  file: DataFile,
  options: ValidateOptions,
  { list, folding }: { list: FindingList; folding: boolean },
) {
  const context = contextOf(file.role, options, list);
  const checkRow = startRowChecks(context);
  const running = fileChecks.map((check) => check.start(context));
  const rowByRow = running.filter((check) => "example" in check);
  const index = createRowIndex(context.readReferences, folding);
  const prompts = await measurePrompts(file, options, list.add);
  const statistics = createStatistics();
  return {
    index,
    see(row: Row): void {
      checkRow(row);
      for (const check of rowByRow) check.example?.(row);
      statistics.add(row.fields);
      index.add(row);
      prompts?.example(row);
    },
    end(totals: FileTotals): void {
      for (const check of running) check.end?.(totals);
    },
    describe: () => ({ ...prompts?.finish(), fields: statistics.finish() }),
  };
}

function contextOf(role: DataRole, options: ValidateOptions, list: FindingList): FileCheckContext {
  const { rules, responseFormat, scoreGuess, requireReference = false } = options;
  const { maxFindings = defaultMaxFindings, references = [] } = options;
  return {
    role,
    rules,
    references,
    readReferences: createReferenceReader(references),
    requireReference,
    responseFormat,
    scoreGuess,
    maxFindings,
    report: list.add,
  };
}

/** Counts the bytes that pass, and hashes them where asked: only then is the library for it loaded. */
async function createMeter(hashing: boolean) {
  const hash: Hash | undefined = hashing ? (await import("node:crypto")).createHash("sha256") : undefined;
  let bytes = 0;
  return {
    bytes: () => bytes,
    sha256: () => (hash ? { sha256: hash.digest("hex") } : {}),
    async *measure(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        hash?.update(chunk);
        yield chunk;
      }
    },
  };
}
