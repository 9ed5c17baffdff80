import { CsvError, parse } from "csv-parse/sync";
import { RftError } from "../errors.js";

/**
 * What one training step measured, by the service's own metric names (`train_mean_reward`, ...).
 * An empty cell is an absent key, never 0; a cell that is not a number (`timestamp`) stays text.
 */
export interface StepMetrics {
  step: number;
  [metric: string]: number | string;
}

/** A run's results, in order of steps; of a step that stands there twice the later line counts. */
export interface Results {
  steps: StepMetrics[];
  /** What is wrong with the file and what was left out for it, a sentence each; absent where nothing is. */
  notes?: string[];
}

/** The names of Microsoft's page of May 2025 for what the service's files call otherwise. */
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

// .NET prints 9.13E-05; no other notation has been seen in a result file.
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The cells of a line as metrics; undefined where it has no step number. */
function toStep(
  names: readonly string[],
  stepColumn: number,
  cells: readonly string[],
): StepMetrics | undefined {
  const text = cells[stepColumn] ?? "";
  const step = Number(text);
  if (!number.test(text) || !Number.isSafeInteger(step)) return undefined;
  const metrics: StepMetrics = { step };
  for (let column = 0; column < names.length; column++) {
    const [name, cell] = [names[column], cells[column]];
    if (name === undefined || cell === undefined || cell === "" || column === stepColumn) continue;
    metrics[name] = number.test(cell) ? Number(cell) : cell;
  }
  return metrics;
}

/** Lines as they come, until the file is read. */
interface Reading {
  names: string[] | undefined;
  stepColumn: number;
  steps: StepMetrics[];
  /** Lines, counted from 1 with the header, that have too few or too many cells, or no step. */
  short: number[];
  long: number[];
  stepless: number[];
}

function readHeader(cells: readonly string[], reading: Reading): void {
  reading.names = cells.map(canonicalMetric);
  reading.stepColumn = cells.indexOf("step");
}

function readLine(cells: readonly string[], line: number, reading: Reading): void {
  const { names = [], stepColumn, steps } = reading;
  if (cells.length > names.length) reading.long.push(line);
  const isShort = cells.length < names.length;
  if (isShort) reading.short.push(line);
  // The last cell of a line that was cut off may be half a number.
  const step = toStep(names, stepColumn, isShort ? cells.slice(0, -1) : cells);
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

/** In order of steps, the later line of two with one step. */
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

/** Reads line by line, so that a line's cells live no longer than its step takes to be made. */
function readText(text: string): { reading: Reading; lastLine: number } {
  const reading: Reading = { names: undefined, stepColumn: -1, steps: [], short: [], long: [], stepless: [] };
  let line = 0;
  parse(text, {
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
    on_record: (cells: string[]) => {
      line += 1;
      if (reading.names) readLine(cells, line, reading);
      else readHeader(cells, reading);
      return null;
    },
  });
  return { reading, lastLine: line };
}

function isOpenQuote(error: unknown): boolean {
  return error instanceof CsvError && error.code === "CSV_QUOTE_NOT_CLOSED";
}

/**
 * Reads a result file (`results.csv`): a header, one line a step, quoted names where a grader's name has
 * commas, LF or CRLF, with or without a BOM. All columns are kept, the aliases of the page of May 2025 under the
 * names of today. What could not be read is said in `notes`.
 * @throws RftError `input` where the text is no CSV or has no column `step`.
 */
export function parseResults(bytes: Uint8Array | string, path = "results.csv"): Results {
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
    throw notResults(path, error.message, error);
  }
  const { reading, lastLine } = read;
  if (reading.stepColumn < 0) throw notResults(path, 'it has no column "step"');
  const notes = notesOf(reading, lastLine, openQuote);
  return { steps: inOrder(reading.steps), ...(notes.length > 0 && { notes }) };
}
