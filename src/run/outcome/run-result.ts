import type { JsonObject } from "#json/json-value.js";
import type { Checkpoint, Job } from "#service/api.js";
import { diagnoseMeasured } from "#run/diagnosis/diagnose.js";
import type { Diagnosis } from "#run/diagnosis/diagnosis.js";
import { type Evaluation, type RunFacts, evaluationsOf } from "#run/steps/evaluations.js";
import { type BestStep, type RecommendedStep, chooseSteps } from "#run/steps/run-metrics.js";
import type { Results, StepMetrics } from "#run/steps/results.js";
import { type RunKind, kindOfRun } from "./run-kind.js";
import type { Spend } from "#run/spend/spend.js";

/** A job's settings, as the service echoes them; absent if it says nothing. */
export interface RunSettings {
  model?: string;
  trainingType?: string;
  suffix?: string;
  seed?: number;
  trainingFile?: string;
  validationFile?: string;
  hyperparameters?: JsonObject;
  grader?: JsonObject;
  responseFormat?: JsonObject;
}

/** The step to deploy, and the model name to deploy it by. */
interface DeployableStep {
  step: number;
  checkpoint: string;
  /** For `properties.model.name`: the job's model if this is its checkpoint, otherwise the checkpoint's id. */
  model: string;
}

/** Everything known about one run: what `rft metrics` shows and other reports build on. */
export interface RunResult {
  /** The job's id or the file's path, as given. */
  source: string;
  kind: RunKind;
  steps: StepMetrics[];
  evaluations: Evaluation[];
  best?: BestStep & { checkpoint?: string };
  recommended?: RecommendedStep;
  diagnosis: Diagnosis[];
  /** Checkpoints the service kept, newest first; absent if the run was read from a file. */
  checkpoints?: Checkpoint[];
  /** Absent if no checkpoint of an evaluated step was kept, or none is known. */
  deployable?: DeployableStep;
  /** Absent if the run was read from a file, as is `settings`. */
  job?: Job;
  settings?: RunSettings;
  /** Its estimated cost so far. */
  spend?: Spend;
  /** The model whose prices `spend` assumes, if the source does not name one. */
  assumedModel?: string;
  /** The planned steps of the whole run, if its events say so. */
  totalSteps?: number;
  /** The parser's notes on the source, one sentence each. */
  notes: string[];
}

/** What is known of a run besides its results. */
export interface RunSource
  extends RunFacts, Pick<RunResult, "source" | "spend" | "assumedModel" | "totalSteps"> {
  job?: Job;
  settings?: RunSettings;
  checkpoints?: Checkpoint[];
  /** Seconds since the job's last sign of life; only for a running job. */
  idleSeconds?: number;
}

/** The step a checkpoint was made after. */
export function stepOfCheckpoint({ step_number: step, metrics }: Checkpoint): number | undefined {
  return step ?? metrics?.["step"];
}

/** The recommended step if its checkpoint was kept, otherwise the kept one with the highest validation reward. */
function chooseDeployable(
  evaluations: readonly Evaluation[],
  recommended: number | undefined,
  { checkpoints = [], job }: RunSource,
): DeployableStep | undefined {
  const kept = evaluations.flatMap((one) => {
    const checkpoint = checkpoints.find((candidate) => stepOfCheckpoint(candidate) === one.step);
    return checkpoint ? [{ ...one, checkpoint }] : [];
  });
  const chosen =
    kept.find(({ step }) => step === recommended) ?? kept.toSorted((a, b) => b.reward - a.reward)[0];
  if (!chosen) return undefined;
  const { id, fine_tuned_model_checkpoint: name } = chosen.checkpoint;
  const isModel = name !== undefined && name === job?.fine_tuned_model;
  return { step: chosen.step, checkpoint: id, model: isModel ? name : id };
}

/** Builds the report of a run from its results and whatever else is known. Pure. */
export function createRunResult({ steps, notes = [] }: Results, source: RunSource): RunResult {
  const { checkpoints, job, settings, spend, assumedModel, totalSteps } = source;
  const evaluations = evaluationsOf(steps, source);
  const { best, recommended } = chooseSteps(evaluations);
  const keptOf = (step: number) => checkpoints?.find((one) => stepOfCheckpoint(one) === step)?.id;
  const withCheckpoint = <T extends { step: number }>(one: T): T & { checkpoint?: string } => {
    const checkpoint = keptOf(one.step);
    return { ...one, ...(checkpoint !== undefined && { checkpoint }) };
  };
  const deployable = chooseDeployable(evaluations, recommended?.step, source);
  return {
    source: source.source,
    kind: kindOfRun(steps, job),
    steps,
    evaluations,
    ...(best && { best: withCheckpoint(best) }),
    ...(recommended && { recommended: withCheckpoint(recommended) }),
    diagnosis: diagnoseMeasured(steps, evaluations, source),
    ...(checkpoints && { checkpoints }),
    ...(deployable && { deployable }),
    ...(job && { job }),
    ...(settings && { settings }),
    ...(spend && { spend }),
    ...(assumedModel !== undefined && { assumedModel }),
    ...(totalSteps !== undefined && { totalSteps }),
    notes,
  };
}
