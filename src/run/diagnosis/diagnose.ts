import { type Evaluation, type RunFacts, bestEvaluation, evaluationsOf } from "#run/steps/evaluations.js";
import { unitRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import { bestStepNotLast } from "./best-step-not-last.js";
import type { Diagnosis, Diagnostic, MeasuredRun } from "./diagnosis.js";
import { graderErrors } from "./grader-errors.js";
import { intervalsOf } from "./intervals.js";
import { parseErrors } from "./parse-errors.js";
import { plateau } from "./plateau.js";
import { rewardCollapse } from "./reward-collapse.js";
import { rewardFlat } from "./reward-flat.js";
import { rewardSaturated } from "./reward-saturated.js";
import { stalled } from "./stalled.js";
import { tokenCollapse } from "./token-collapse.js";
import { tokenGrowth } from "./token-growth.js";
import { trainValidGap } from "./train-valid-gap.js";
import { unresponsiveSamples } from "./unresponsive-samples.js";
import { validationNoisy } from "./validation-noisy.js";
import { confidenceOf } from "./significance.js";
import { decimals } from "#words/quantities.js";

/** All diagnostics, in report order: what ruins the run comes first. */
const diagnostics: readonly Diagnostic[] = [
  stalled,
  graderErrors,
  parseErrors,
  unresponsiveSamples,
  rewardCollapse,
  trainValidGap,
  tokenCollapse,
  rewardFlat,
  tokenGrowth,
  validationNoisy,
  rewardSaturated,
  plateau,
  bestStepNotLast,
];

/** With fewer evaluations, there is no verdict on rewards. */
export const leastEvaluations = 3;

/** What a diagnosis knows of a run besides its steps. */
export interface DiagnosisFacts extends RunFacts {
  /** Seconds since a running job's last sign of life; absent for any other. */
  idleSeconds?: number;
}

function canAsk({ needs }: Diagnostic, { steps, intervals }: MeasuredRun): boolean {
  if (needs === "evaluations") return intervals.length >= leastEvaluations;
  return steps.length >= (needs === "steps" ? 3 : 1);
}

/** Reported if the reward has risen beyond the noise and nothing warns. */
function healthy({ intervals }: MeasuredRun): Diagnosis[] {
  const [first] = intervals;
  const best = bestEvaluation(intervals);
  if (!first || !best?.band || intervals.length < leastEvaluations) return [];
  const rise = best.reward - first.reward;
  if (rise <= 2 * best.band) return [];
  const confidence = confidenceOf(rise / best.band);
  return [
    {
      code: "healthy",
      severity: "note",
      confidence,
      message: `the validation reward has risen from ${decimals(first.reward, 3)} at step ${first.step} to ${decimals(best.reward, 3)} at step ${best.step}, ${(rise / best.band).toFixed(1)} times the noise, and nothing warns`,
      help: "Read some answers in rft evals before you deploy: a reward says what the grader saw, not what you meant.",
      evidence: {
        steps: [first.step, best.step],
        values: { first: first.reward, best: best.reward, rise, band: best.band },
      },
    },
  ];
}

/**
 * What a run's steps say about its health, worst first: each with its evidence, how sure it is, and what to do. Rewards
 * need three evaluations and a known noise; the service counts errors and time itself, so those are reported earlier.
 * Empty if nothing can be said.
 */
export function diagnose(steps: readonly StepMetrics[], facts: DiagnosisFacts = {}): Diagnosis[] {
  return diagnoseMeasured(steps, evaluationsOf(steps, facts), facts);
}

/** Like `diagnose`, for a run whose evaluations are known. */
export function diagnoseMeasured(
  steps: readonly StepMetrics[],
  evaluations: readonly Evaluation[],
  { idleSeconds, range = unitRange }: DiagnosisFacts,
): Diagnosis[] {
  const run: MeasuredRun = {
    steps,
    intervals: intervalsOf(steps, evaluations),
    range,
    ...(idleSeconds !== undefined && { idleSeconds }),
  };
  const found = diagnostics.flatMap((diagnostic): Diagnosis[] => {
    const one = canAsk(diagnostic, run) ? diagnostic.find(run) : undefined;
    return one ? [{ code: diagnostic.code, ...one }] : [];
  });
  return found.some(({ severity }) => severity === "warning") ? found : [...found, ...healthy(run)];
}
