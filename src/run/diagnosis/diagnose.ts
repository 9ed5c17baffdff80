import { type Evaluation, type RunFacts, bestEvaluation, evaluationsOf } from "#run/steps/evaluations.js";
import { unitRange } from "#run/steps/noise-band.js";
import type { StepMetrics } from "#run/steps/results.js";
import { bestStepNotLast } from "./best-step-not-last.js";
import type { Diagnosis, DiagnosisCode, Diagnostic, MeasuredRun } from "./diagnosis.js";
import { graderErrors } from "./grader-errors.js";
import { intervalsOf } from "./intervals.js";
import { type NotJudged, tooFewWords, unknownNoise } from "./not-judged.js";
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

/** How many steps or evaluations a run lacks for a diagnostic to say anything, in words; undefined if none. */
function tooFew({ needs }: Diagnostic, { steps, intervals }: MeasuredRun): string | undefined {
  if (needs === "evaluations") {
    const { length } = intervals;
    return length >= leastEvaluations ? undefined : tooFewWords(length, "evaluation", leastEvaluations);
  }
  const least = needs === "steps" ? 3 : 1;
  return steps.length >= least ? undefined : tooFewWords(steps.length, "step", least);
}

/** Rewards that warn if they are judged: while the noise keeps one of them open, no run is called healthy. */
const warningRewards: ReadonlySet<DiagnosisCode> = new Set([
  "reward-collapse",
  "best-step-not-last",
  "validation-noisy",
]);

/** Why `healthy` can be neither said nor denied of a run that nothing warns of; undefined if it can. */
function healthUnknown(run: MeasuredRun, notJudged: readonly NotJudged[]): string | undefined {
  const { intervals, range } = run;
  const open = notJudged.find(({ code }) => warningRewards.has(code));
  const best = bestEvaluation(intervals);
  return open?.reason ?? (best && unknownNoise([best], range));
}

/** Reported if the reward has risen beyond the noise and nothing warns. */
function healthy({ intervals }: MeasuredRun): Diagnosis[] {
  const [first] = intervals;
  const best = bestEvaluation(intervals);
  if (!first || best?.band === undefined) return [];
  // At the top of the range a band shrinks to nothing; the first evaluation's does not.
  const band = best.band === 0 ? (first.band ?? 0) : best.band;
  const rise = best.reward - first.reward;
  if (rise <= 2 * band) return [];
  return [
    {
      code: "healthy",
      severity: "note",
      confidence: confidenceOf(rise / band),
      message: `the validation reward has risen from ${decimals(first.reward, 3)} at step ${first.step} to ${decimals(best.reward, 3)} at step ${best.step}, ${band === 0 ? "beyond any noise" : `${(rise / band).toFixed(1)} times the noise`}, and nothing warns`,
      help: "Read some answers in rft evals before you deploy: a reward says what the grader saw, not what you meant.",
      evidence: {
        steps: [first.step, best.step],
        values: { first: first.reward, best: best.reward, rise, band },
      },
    },
  ];
}

/** What a run's steps say about its health, and what they cannot say. */
export interface Judgement {
  /** Worst first: each with its evidence, how sure it is, and what to do. */
  diagnosis: Diagnosis[];
  /** In the order of the codes; what is judged and not found stands in neither list. */
  notJudged: NotJudged[];
}

/**
 * What a run's steps say about its health, worst first: each with its evidence, how sure it is, and what to do. Rewards
 * need three evaluations and a known noise; the service counts errors and time itself, so those are reported earlier.
 * Empty if nothing can be said.
 */
export function diagnose(steps: readonly StepMetrics[], facts: DiagnosisFacts = {}): Diagnosis[] {
  return judgeMeasured(steps, evaluationsOf(steps, facts), facts).diagnosis;
}

/** Like `diagnose`, for a run whose evaluations are known, and with what could not be judged. */
export function judgeMeasured(
  steps: readonly StepMetrics[],
  evaluations: readonly Evaluation[],
  { idleSeconds, range = unitRange }: DiagnosisFacts,
): Judgement {
  const run: MeasuredRun = {
    steps,
    intervals: intervalsOf(steps, evaluations, range),
    range,
    ...(idleSeconds !== undefined && { idleSeconds }),
  };
  const diagnosis: Diagnosis[] = [];
  const notJudged: NotJudged[] = [];
  for (const diagnostic of diagnostics) {
    const { code } = diagnostic;
    const few = tooFew(diagnostic, run);
    const found = few === undefined ? diagnostic.find(run) : undefined;
    if (found) diagnosis.push({ code, ...found });
    const reason = found ? undefined : (few ?? diagnostic.lacks?.(run));
    if (reason !== undefined) notJudged.push({ code, reason });
  }
  if (diagnosis.some(({ severity }) => severity === "warning")) return { diagnosis, notJudged };
  const unknown = healthUnknown(run, notJudged);
  return unknown === undefined
    ? { diagnosis: [...diagnosis, ...healthy(run)], notJudged }
    : { diagnosis, notJudged: [...notJudged, { code: "healthy", reason: unknown }] };
}
