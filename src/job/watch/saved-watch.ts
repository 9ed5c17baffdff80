import type { TrainingMark } from "#run/spend/training-marks.js";
import type { StepMetrics } from "#run/steps/results.js";

/** Steps as a table: column names, and one row of values per step; null if a step lacks the value. */
interface PackedSteps {
  names: string[];
  rows: (number | string | null)[][];
}

/** What one watch of a job saves for the next, as plain JSON. */
export interface SavedWatch {
  /** The format version, so that we do not misread what an older rft saved. */
  form: 1;
  status?: string | undefined;
  /** Ids of the newest events reported. */
  events: string[];
  /** Ids of the checkpoints reported. */
  checkpoints: string[];
  silence: {
    lastNews?: number | undefined;
    stepSeconds: number[];
    lastStep?: number | undefined;
    isSaid: boolean;
  };
  /** When the job began to train and stopped; absent from what older versions saved. */
  marks?: TrainingMark[] | undefined;
  /** True once the user was told that this machine's clock differs from the service's. */
  isSkewSaid?: boolean | undefined;
  /** Warnings given. */
  warned: string[];
  steps: PackedSteps;
  /** Rules that have fired. */
  fired: string[];
  pause?: WantedPause | undefined;
}

/** A pause that stop rules want. */
export interface WantedPause {
  rules: string[];
  step: number;
  /** True once the service has taken the request. */
  isAsked: boolean;
}

/** Packs steps into a table, about ten times smaller than as objects. */
export function packSteps(steps: readonly StepMetrics[]): PackedSteps {
  const names = [...new Set(steps.flatMap((step) => Object.keys(step)))];
  return { names, rows: steps.map((step) => names.map((name) => step[name] ?? null)) };
}

/** Unpacks the steps of a table; skips rows without a step number. */
export function unpackSteps({ names, rows }: PackedSteps): StepMetrics[] {
  return rows.flatMap((row) => {
    const cells = names.flatMap((name, index): [string, number | string][] => {
      const value = row[index];
      return value === null || value === undefined ? [] : [[name, value]];
    });
    const { step, ...figures } = Object.fromEntries(cells);
    return typeof step === "number" ? [{ ...figures, step }] : [];
  });
}

/** The parts of an earlier watch that a new one must not repeat; it reports the whole log again. */
export function actionsOf({ fired, warned, pause }: SavedWatch): SavedWatch {
  const silence = { stepSeconds: [], isSaid: false };
  return { form: 1, events: [], checkpoints: [], silence, steps: packSteps([]), fired, warned, pause };
}
