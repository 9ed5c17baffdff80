import { type Hash, createHash } from "node:crypto";
import type { Finding, FindingCode, FindingSummary } from "../finding.js";
import type { RuleSet } from "../rules/rule-set.js";
import type { RowReference, RunningCheck } from "./check.js";
import { checks } from "./checks.js";
import { type FindingList, createFindingList } from "./finding-list.js";
import { type RowBatch, readRows } from "./read-rows.js";
import { type DataFile, type DataRole, type ReadOptions, readChunks } from "./source.js";
import { type FieldStatistics, createStatistics } from "./statistics.js";

/** What a validation is asked to look at. */
export interface ValidateOptions extends ReadOptions {
  rules: RuleSet;
  /** Findings listed of each code and file; 20 where it is not given. All are counted. */
  maxFindings?: number | undefined;
  /** What the grader reads of a row. */
  references?: readonly RowReference[] | undefined;
  /** A grader is given that needs something to compare with: a row without is an error, not a warning. */
  requireReference?: boolean | undefined;
  /** Whether to hash each file's bytes. */
  sha256?: boolean | undefined;
}

/** What a file holds: an entry of `files` in the `validate-data` document. */
export interface FileReport {
  path: string;
  role: DataRole;
  bytes: number;
  /** Rows that are JSON objects. */
  examples: number;
  /** In hexadecimal; only where it was asked for. */
  sha256?: string;
  /** By field name, in order of appearance; those of the request itself (`messages`, `tools`) left out. */
  fields: Record<string, FieldStatistics>;
}

/** One file's share of a validation. */
export interface FileValidation {
  report: FileReport;
  findings: Finding[];
  summary: FindingSummary;
}

const defaultMaxFindings = 20;

/** Codes of a file that is no JSON Lines at all; what it lacks as a data set is then not worth a word. */
const notRows: ReadonlySet<FindingCode> = new Set(["json-not-jsonl", "not-text", "not-utf8"]);

/** Checks one file in one pass. Throws as `validateFiles` does for a single file. */
export async function validateFile(file: DataFile, options: ValidateOptions): Promise<FileValidation> {
  const { path, role } = file;
  const list = createFindingList(path, options.maxFindings ?? defaultMaxFindings);
  const running = startChecks(role, options, list);
  const statistics = createStatistics();
  const meter = createMeter(options.sha256 ?? false);
  let rows = 0;
  let examples = 0;
  let hasRows = true;

  for await (const batch of readRows(meter.measure(readChunks(file, options)))) {
    for (const fault of batch.faults) {
      list.add(fault);
      hasRows &&= !notRows.has(fault.code);
    }
    checkBatch(batch, running);
    for (const { item } of batch.examples) statistics.add(item);
    rows += batch.rows;
    examples += batch.examples.length;
  }
  const bytes = meter.bytes();
  if (hasRows) {
    for (const check of running) check.end?.({ bytes, rows });
  }
  const report = { path, role, bytes, examples, ...meter.sha256(), fields: statistics.finish() };
  return { report, ...list.finish() };
}

function startChecks(role: DataRole, options: ValidateOptions, list: FindingList): RunningCheck[] {
  const { rules, maxFindings = defaultMaxFindings, references = [], requireReference = false } = options;
  const context = { role, rules, references, requireReference, maxFindings, report: list.add };
  return checks.map((check) => check.start(context));
}

function checkBatch({ examples }: RowBatch, running: readonly RunningCheck[]): void {
  for (const check of running) {
    if (!check.example) continue;
    for (const example of examples) check.example(example);
  }
}

/** Counts the bytes that pass, and hashes them where asked. */
function createMeter(hashing: boolean) {
  const hash: Hash | undefined = hashing ? createHash("sha256") : undefined;
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
