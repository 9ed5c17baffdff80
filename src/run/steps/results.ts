import { CsvError } from "csv-parse/sync";
import { RftError } from "#errors.js";
import { readRecords } from "./csv-records.js";
import { type StepMetrics, createStepReader } from "./step-cells.js";

export type { StepMetrics } from "./step-cells.js";

/** A run's results, in step order; if a step appears twice, the later line counts. */
export interface Results {
  steps: StepMetrics[];
  /** What is wrong with the file and what was skipped for it, one sentence each; absent if nothing is. */
  notes?: string[];
}

/** A result file's results, with its columns by today's names, whether or not a step has a value there. */
export interface ResultFile extends Results {
  columns: string[];
}

/** The names on Microsoft's page of May 2025 that differ from those in the service's files. */
const aliases: Readonly<Record<string, string>> = {
  train_reward_mean: "train_mean_reward",
  valid_reward_mean: "full_valid_mean_reward",
  full_validation_mean_reward: "full_valid_mean_reward",
  full_validation_mean_parse_error: "full_valid_mean_parse_error",
};

/** The metric's name as the service writes it today. */
export function canonicalMetric(name: string): string {
  return Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name;
}

/** The lines read so far. */
interface Reading {
  /** How many cells a line should have. */
  columns: number;
  names: string[];
  hasStep: boolean;
  readStep: ReturnType<typeof createStepReader>;
  steps: StepMetrics[];
  /** Lines, counted from 1 with the header, that have too few or too many cells, or no step. */
  short: number[];
  long: number[];
  stepless: number[];
}

function readHeader(cells: readonly string[]): Reading {
  const stepColumn = cells.indexOf("step");
  const names = cells.map(canonicalMetric);
  return {
    columns: cells.length,
    names,
    hasStep: stepColumn >= 0,
    readStep: createStepReader(names, stepColumn),
    steps: [],
    short: [],
    long: [],
    stepless: [],
  };
}

function readLine(cells: readonly string[], line: number, reading: Reading): void {
  const { columns, readStep, steps } = reading;
  if (cells.length > columns) reading.long.push(line);
  const isShort = cells.length < columns;
  if (isShort) reading.short.push(line);
  // The last cell of a line that was cut off may be half a number.
  const step = readStep(isShort ? cells.slice(0, -1) : cells);
  if (step) steps.push(step);
  else reading.stepless.push(line);
}

function linesInWords(lines: readonly number[]): string {
  const shown = lines.slice(0, 5).join(", ");
  return `line${lines.length === 1 ? "" : "s"} ${shown}${lines.length > 5 ? `, and ${lines.length - 5} more` : ""}`;
}

function notesOf({ short, long, stepless }: Reading, lastLine: number, openQuote: boolean): string[] {
  const isCut = openQuote || (short.length === 1 && short[0] === lastLine);
  const notes: string[] = [];
  if (openQuote) notes.push("the last line is cut off inside quotation marks: it was left out");
  else if (isCut) notes.push(`the last line, ${lastLine}, is cut off: its last cell was left out`);
  else if (short.length > 0)
    notes.push(`${linesInWords(short)}: fewer cells than the header; the last cell of each was left out`);
  if (long.length > 0)
    notes.push(`${linesInWords(long)}: more cells than the header; those beyond it were left out`);
  const others = stepless.filter((line) => !(isCut && line === lastLine));
  if (others.length > 0) notes.push(`${linesInWords(others)}: no step number; left out`);
  return notes;
}

/** In step order, keeping the later of two lines for the same step. */
function inOrder(steps: readonly StepMetrics[]): StepMetrics[] {
  const bySteps = new Map<number, StepMetrics>();
  for (const step of steps) bySteps.set(step.step, step);
  return [...bySteps.values()].toSorted((a, b) => a.step - b.step);
}

function notResults(path: string, reason: string, cause?: unknown): RftError {
  return new RftError("input", `${path}: not a result file: ${reason}`, {
    hint: "Give the results.csv of a fine-tuning job, or the job's id.",
    ...(cause !== undefined && { cause }),
  });
}

function readText(text: string): { reading: Reading; lastLine: number } {
  let reading: Reading | undefined;
  let line = 0;
  readRecords(text, (cells) => {
    line += 1;
    if (reading) readLine(cells, line, reading);
    else reading = readHeader(cells);
  });
  return { reading: reading ?? readHeader([]), lastLine: line };
}

/** What is wrong, shorter than in the parser's words, which name its settings. */
function csvFault(error: CsvError): string {
  const isQuote = error.code === "CSV_INVALID_CLOSING_QUOTE" || error.code === "INVALID_OPENING_QUOTE";
  return isQuote ? `a quotation mark stands amid a cell on line ${Number(error["lines"])}` : error.message;
}

function isOpenQuote(error: unknown): boolean {
  return error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED";
}

/**
 * Reads a result file (`results.csv`): a header, one line per step, quoted names where a grader's name has commas, LF
 * or CRLF, with or without a BOM. Keeps all columns, renaming the aliases of the page of May 2025 to today's names.
 * `notes` lists what could not be read.
 * @throws RftError `input` if the text is not CSV or has no column `step`.
 */
export function parseResults(bytes: Uint8Array | string, path?: string): Results {
  const { columns: _columns, ...results } = parseResultFile(bytes, path);
  return results;
}

/** Like `parseResults`, with the file's columns. */
export function parseResultFile(bytes: Uint8Array | string, path = "results.csv"): ResultFile {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  const lastBreak = text.trimEnd().lastIndexOf("\n");
  let openQuote = false;
  let read: ReturnType<typeof readText>;
  try {
    try {
      read = readText(text);
    } catch (error) {
      if (!isOpenQuote(error) || lastBreak < 0) throw error;
      openQuote = true;
      read = readText(text.slice(0, lastBreak));
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw notResults(path, csvFault(error), error);
  }
  const { reading, lastLine } = read;
  if (!reading.hasStep) throw notResults(path, 'it has no column "step"');
  const notes = notesOf(reading, lastLine, openQuote);
  return {
    steps: inOrder(reading.steps),
    columns: reading.names,
    ...(notes.length > 0 && { notes }),
  };
}
