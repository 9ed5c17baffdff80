import type { JsonObject } from "#json/json-value.js";
import type { Checkpoint, Job } from "#service/api.js";
import { judgeMeasured } from "#run/diagnosis/diagnose.js";
import type { Diagnosis } from "#run/diagnosis/diagnosis.js";
import type { NotJudged } from "#run/diagnosis/not-judged.js";
import { type Evaluation, type RunFacts, evaluationsOf } from "#run/steps/evaluations.js";
import { type BestStep, type RecommendedStep, type RunMetrics, chooseSteps } from "#run/steps/run-metrics.js";
import type { ResultFile, Results, StepMetrics } from "#run/steps/results.js";
import type { PairedDifference } from "./paired-difference.js";
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
  /** For `properties.model.name`, by `deployableName`. */
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
  recommended?: RecommendedStep & { paired?: PairedDifference };
  diagnosis: Diagnosis[];
  /** What the diagnosis could neither find nor rule out; empty if it judged everything. */
  notJudged: NotJudged[];
  /** Checkpoints the service kept, newest first; absent if the run was read from a file. */
  checkpoints?: Checkpoint[];
  /** Absent if no checkpoint of an evaluated step was kept, or none is known. */
  deployable?: DeployableStep;
  /** The best step, if it is not `deployable` and its checkpoint was kept: the alternative to it. */
  deployableBest?: DeployableStep;
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
  return asDeployable(chosen.step, chosen.checkpoint, job);
}

/**
 * The name that a checkpoint is deployed by: its id. Microsoft Learn (fine-tuning-deploy, read 2026-11-30): "you can
 * deploy a checkpoint by passing the checkpoint ID, which appears in the format `ftchkpt-...`"; no page takes the form
 * `...:ckpt-step-20`. The one that is the job's model goes by that model's name, as recorded (Azure/azure-sdk-assets
 * @5d2bf4f, 2025-12-15).
 */
function deployableName({ id, fine_tuned_model_checkpoint: name }: Checkpoint, job: Job | undefined): string {
  return name !== undefined && name === job?.fine_tuned_model ? name : id;
}

function asDeployable(step: number, checkpoint: Checkpoint, job: Job | undefined): DeployableStep {
  return { step, checkpoint: checkpoint.id, model: deployableName(checkpoint, job) };
}

/** The best step as an alternative to the one to deploy; undefined if it is that, or was not kept. */
function chooseAlternative(
  best: BestStep | undefined,
  deployable: DeployableStep | undefined,
  { checkpoints = [], job }: RunSource,
): DeployableStep | undefined {
  const kept = checkpoints.find((one) => best !== undefined && stepOfCheckpoint(one) === best.step);
  if (!kept || !best || best.step === deployable?.step) return undefined;
  return asDeployable(best.step, kept, job);
}

function deployables(
  evaluations: readonly Evaluation[],
  { best, recommended }: Omit<RunMetrics, "steps">,
  source: RunSource,
): Pick<RunResult, "deployable" | "deployableBest"> {
  const deployable = chooseDeployable(evaluations, recommended?.step, source);
  const deployableBest = chooseAlternative(best, deployable, source);
  return { ...(deployable && { deployable }), ...(deployableBest && { deployableBest }) };
}

/** Builds the report of a run from its results and whatever else is known. Pure. */
export function createRunResult(
  { steps, columns, notes = [] }: Results & Partial<Pick<ResultFile, "columns">>,
  source: RunSource,
): RunResult {
  const { checkpoints, job, settings, spend, assumedModel, totalSteps } = source;
  const evaluations = evaluationsOf(steps, source);
  const chosen = chooseSteps(evaluations, source);
  const { best, recommended } = chosen;
  const keptOf = (step: number) => checkpoints?.find((one) => stepOfCheckpoint(one) === step)?.id;
  const withCheckpoint = <T extends { step: number }>(one: T): T & { checkpoint?: string } => {
    const checkpoint = keptOf(one.step);
    return { ...one, ...(checkpoint !== undefined && { checkpoint }) };
  };
  return {
    source: source.source,
    kind: kindOfRun(steps, job, columns),
    steps,
    evaluations,
    ...(best && { best: withCheckpoint(best) }),
    ...(recommended && { recommended: withCheckpoint(recommended) }),
    ...judgeMeasured(steps, evaluations, source),
    ...(checkpoints && { checkpoints }),
    ...deployables(evaluations, chosen, source),
    ...(job && { job }),
    ...(settings && { settings }),
    ...(spend && { spend }),
    ...(assumedModel !== undefined && { assumedModel }),
    ...(totalSteps !== undefined && { totalSteps }),
    notes,
  };
}
