import type { StepMetrics } from "#run/steps/results.js";

/** Steps as a table: the names of their figures, and a row of values a step; null where it has none. */
interface PackedSteps {
  names: string[];
  rows: (number | string | null)[][];
}

/** What one watch of a job leaves to the next: plain JSON. */
export interface SavedWatch {
  /** Of this form: what an older rft has saved is not read wrongly. */
  form: 1;
  status?: string | undefined;
  /** Ids of the newest events told. */
  events: string[];
  /** Ids of the checkpoints told. */
  checkpoints: string[];
  silence: {
    lastNews?: number | undefined;
    stepSeconds: number[];
    lastStep?: number | undefined;
    isSaid: boolean;
  };
  /** Warnings given. */
  warned: string[];
  steps: PackedSteps;
  /** Rules that have fired. */
  fired: string[];
  pause?: WantedPause | undefined;
}

/** A pause that rules ask for. */
export interface WantedPause {
  rules: string[];
  step: number;
  /** True once the service has taken the request. */
  isAsked: boolean;
}

/** Steps as a table, some ten times smaller than as objects. */
export function packSteps(steps: readonly StepMetrics[]): PackedSteps {
  const names = [...new Set(steps.flatMap((step) => Object.keys(step)))];
  return { names, rows: steps.map((step) => names.map((name) => step[name] ?? null)) };
}

/** The steps of a table; a row without a step number is none. */
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

/** Of what an earlier watch has left, what a new one must not do again: it tells the whole log anew. */
export function actionsOf({ fired, warned, pause }: SavedWatch): SavedWatch {
  const silence = { stepSeconds: [], isSaid: false };
  return { form: 1, events: [], checkpoints: [], silence, steps: packSteps([]), fired, warned, pause };
}
