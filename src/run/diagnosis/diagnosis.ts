import type { RewardRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type Sickness, sicknesses } from "#run/sickness/sickness.js";
import type { EvaluationInterval } from "./intervals.js";

/** Every diagnosis code, in the order they are checked. A code never changes its meaning. */
export const diagnosisCodes = [...sicknesses.map(([code]) => code), "healthy"] as const;
export type DiagnosisCode = (typeof diagnosisCodes)[number];

/** How sure a diagnosis is: chance alone could cause it now and then, seldom, hardly ever. */
export type Confidence = "low" | "medium" | "high";

/** The evidence for a diagnosis: steps of the run, and numbers by name. */
interface Evidence {
  steps: number[];
  values: Record<string, number>;
}

/** What a diagnostic found in a run. */
export interface Found {
  severity: "warning" | "note";
  confidence: Confidence;
  /** What we found, with the values in it; one sentence, no full stop. */
  message: string;
  /** What to do next. */
  help: string;
  evidence: Evidence;
}

/** One statement about a run. */
export interface Diagnosis extends Found {
  code: DiagnosisCode;
}

/** A run as the diagnostics see it. */
export interface MeasuredRun {
  steps: readonly StepMetrics[];
  /** The evaluations, each with the steps since the one before. */
  intervals: readonly EvaluationInterval[];
  range: RewardRange;
  /** Seconds since the job's last sign of life; only for a running job. */
  idleSeconds?: number;
}

/** A check for one sickness. docs/findings/<code>.md says what it means, why it costs and what to do. */
export interface Diagnostic {
  code: Sickness;
  /**
   * What it needs to run at all: three evaluations for anything about rewards or how they came about; three steps for
   * errors the service itself counts; one step for time.
   */
  needs: "evaluations" | "steps" | "step";
  find(run: MeasuredRun): Found | undefined;
  /** What is missing, apart from steps and evaluations, to tell whether the run has it; undefined if nothing is. */
  lacks?(run: MeasuredRun): string | undefined;
}
