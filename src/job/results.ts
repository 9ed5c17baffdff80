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

/** A run's results, in order of steps. */
export interface Results {
  steps: StepMetrics[];
}

/** The names of Microsoft's page of May 2025 for what the service's files call otherwise. */
const aliases: Readonly<Record<string, string>> = {
  train_reward_mean: "train_mean_reward",
  valid_reward_mean: "full_valid_mean_reward",
};

/** The metric's name as the service writes it today. */
export function canonicalMetric(name: string): string {
  return aliases[name] ?? name;
}

// .NET prints 9.13E-05; no other notation has been seen in a result file.
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** One row of cells by column name as metrics; undefined where it has no step number (a cut-off line). */
function toStep(cells: Readonly<Record<string, string>>): StepMetrics | undefined {
  const step = Number(cells["step"]);
  if (!number.test(cells["step"] ?? "") || !Number.isInteger(step)) return undefined;
  const metrics: StepMetrics = { step };
  for (const [name, cell] of Object.entries(cells)) {
    if (cell !== "" && name !== "step")
      metrics[canonicalMetric(name)] = number.test(cell) ? Number(cell) : cell;
  }
  return metrics;
}

/**
 * Reads a result file (`results.csv`): a header, one line a step, quoted names where a grader's name has
 * commas, LF or CRLF, with or without a BOM. All columns are kept.
 * @throws RftError `input` where the text is no CSV or has no column `step`.
 */
export function parseResults(bytes: Uint8Array | string, path = "results.csv"): Results {
  const text = typeof bytes === "string" ? bytes : new TextDecoder().decode(bytes);
  let rows: Record<string, string>[];
  let header: readonly string[] = [];
  try {
    rows = parse(text, {
      bom: true,
      columns: (names: string[]) => {
        header = names;
        return names;
      },
      skip_empty_lines: true,
      relax_column_count_less: true,
      trim: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new RftError("input", `${path}: not a result file: ${error.message}`, {
      hint: "Give the results.csv of a fine-tuning job, or the job's id.",
      cause: error,
    });
  }
  if (!header.includes("step")) {
    throw new RftError("input", `${path}: not a result file: it has no column "step"`, {
      hint: "Give the results.csv of a fine-tuning job, or the job's id.",
    });
  }
  const steps = rows.map(toStep).filter((step) => step !== undefined);
  return { steps: steps.toSorted((a, b) => a.step - b.step) };
}
