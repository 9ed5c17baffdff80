import { type JsonObject, isJsonObject } from "#json/json-value.js";
import type { JobEvent } from "#service/api.js";
import {
  type Evaluation,
  type RunFacts,
  bestEvaluation,
  evaluationsOf,
  recommendedEvaluation,
} from "./evaluations.js";
import { type StepMetrics, canonicalMetric } from "./results.js";
import { stepOfMessage } from "./step-message.js";

/** The evaluated step with the highest validation reward. */
export interface BestStep {
  step: number;
  full_valid_mean_reward: number;
}

/** The earliest evaluated step whose validation reward is within the noise band below the best. */
export interface RecommendedStep {
  step: number;
  /** Its validation reward, and the best step's. */
  reward: number;
  bestReward: number;
  /** `bestReward` minus `reward`. */
  difference: number;
  /** The noise of that difference, in reward: `noiseBand` of the best reward. */
  band: number;
  /** What `band` takes the graded samples to be. */
  bandBasis: "independent";
  /** Graded validation samples of the best step. */
  samples: number;
  /** Samples of each prompt in an evaluation; absent if unknown. */
  samplesPerRow?: number;
  /** Why `band` may be too narrow; absent if each sample is of another prompt. */
  bandNote?: string;
  /** The id of this step's checkpoint, if the run was read from its job and one was kept. */
  checkpoint?: string;
}

/** Which of a run's steps to use. */
export interface RunMetrics {
  steps: StepMetrics[];
  best?: BestStep;
  recommended?: RecommendedStep;
}

/** Flattens the nested tree of a metrics event to the names of the result file: `usage/samples/...`. */
function flatten(tree: JsonObject, prefix: string, into: StepMetrics): StepMetrics {
  for (const [key, value] of Object.entries(tree)) {
    const name = prefix === "" ? canonicalMetric(key) : `${prefix}/${key}`;
    if (typeof value === "number") into[name] = value;
    else if (isJsonObject(value)) flatten(value, name, into);
  }
  return into;
}

/** The step a metrics event reports, in its data or otherwise its text; undefined for any other event. */
export function stepOfEvent(event: JobEvent): StepMetrics | undefined {
  const step = event.data?.["step"];
  if (!event.data || typeof step !== "number") return stepOfMessage(event.message);
  return flatten(event.data, "", { step });
}

/** The steps a job's events report, in order; if a step is reported twice, the newer report counts. */
export function stepsOfEvents(oldestFirst: readonly JobEvent[]): StepMetrics[] {
  const bySteps = new Map<number, StepMetrics>();
  for (const event of oldestFirst) {
    const step = stepOfEvent(event);
    if (!step) continue;
    // The planned number of steps is not a measurement: a result file does not have it.
    const { total_steps: _planned, ...measured } = step;
    bySteps.set(step.step, measured);
  }
  return [...bySteps.values()].toSorted((a, b) => a.step - b.step);
}

/** Finds the best and the recommended step of a run; both absent if nothing was evaluated. */
export function readRun(steps: StepMetrics[], facts: RunFacts = {}): RunMetrics {
  return { steps, ...chooseSteps(evaluationsOf(steps, facts), facts) };
}

/** Why the band may be too narrow, by the samples of each prompt; undefined if there is one of each. */
function bandNoteOf(samplesPerRow: number | undefined): string | undefined {
  const known = samplesPerRow ?? "k";
  return samplesPerRow !== undefined && samplesPerRow <= 1
    ? undefined
    : `optimistic: ${known} samples of the same prompts count as independent${samplesPerRow === undefined ? ", and k is unknown" : ""}`;
}

function describeRecommended(
  { step, reward }: Evaluation,
  { reward: bestReward, band, samples }: Evaluation,
  { samplesPerRow }: Pick<RunFacts, "samplesPerRow">,
): RecommendedStep | undefined {
  if (band === undefined || samples === undefined) return undefined;
  const bandNote = bandNoteOf(samplesPerRow);
  return {
    step,
    reward,
    bestReward,
    difference: bestReward - reward,
    band,
    bandBasis: "independent",
    samples,
    ...(samplesPerRow !== undefined && { samplesPerRow }),
    ...(bandNote !== undefined && { bandNote }),
  };
}

/** Like `readRun`, for a run whose evaluations are known. */
export function chooseSteps(
  evaluations: readonly Evaluation[],
  facts: Pick<RunFacts, "samplesPerRow"> = {},
): Omit<RunMetrics, "steps"> {
  const best = bestEvaluation(evaluations);
  if (!best) return {};
  const chosen = recommendedEvaluation(evaluations);
  const recommended = chosen && describeRecommended(chosen, best, facts);
  return {
    best: { step: best.step, full_valid_mean_reward: best.reward },
    ...(recommended && { recommended }),
  };
}
