import type { RewardRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import { type Sickness, sicknesses } from "#run/sickness/sickness.js";
import type { EvaluationInterval } from "./intervals.js";

/** Every code of a diagnosis, in the order in which they are looked for. A code never changes its meaning. */
export const diagnosisCodes = [...sicknesses.map(([code]) => code), "healthy"] as const;
export type DiagnosisCode = (typeof diagnosisCodes)[number];

/** How sure a diagnosis is: chance alone could make it now and then, seldom, hardly. */
export type Confidence = "low" | "medium" | "high";

/** What a diagnosis rests on: steps of the run, and numbers by name. */
interface Evidence {
  steps: number[];
  values: Record<string, number>;
}

/** What a diagnostic found in a run. */
export interface Found {
  severity: "warning" | "note";
  confidence: Confidence;
  /** What is so, with the values in it; one sentence, no full stop. */
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
  /** Seconds since the job's last sign of life; only of a job that is running. */
  idleSeconds?: number;
}

/** One look for a sickness. What it means, why it costs and what to do stands in docs/findings/<code>.md. */
export interface Diagnostic {
  code: Sickness;
  /**
   * What it needs to be asked at all: three evaluations for whatever judges rewards or how they came about; three
   * steps for what the service itself counts as errors; one for time.
   */
  needs: "evaluations" | "steps" | "step";
  find(run: MeasuredRun): Found | undefined;
}
