import type { Evaluation } from "#run/steps/evaluations.js";
import type { RewardRange } from "#run/steps/noise-band.js";
import { count, decimals } from "#words/quantities.js";
import type { DiagnosisCode } from "./diagnosis.js";

/** A diagnosis that could neither be made nor ruled out, and why. */
export interface NotJudged {
  code: DiagnosisCode;
  /** Without a capital letter and a full stop: `the number of graded samples is unknown`. */
  reason: string;
}

/** Why the noise of one of these evaluations is unknown; undefined if all have a band. */
export function unknownNoise(
  evaluations: readonly Evaluation[],
  { min, max }: RewardRange,
): string | undefined {
  const one = evaluations.find(({ band }) => band === undefined);
  if (!one) return undefined;
  const { samples, step, reward } = one;
  if (samples === undefined) return "the number of graded samples is unknown";
  if (samples < 1) return `no graded sample is counted at step ${step}`;
  return `the reward of step ${step}, ${decimals(reward, 3)}, is outside the range ${decimals(min, 3)} to ${decimals(max, 3)} that the grader is taken to have`;
}

/** `2 evaluations of the 3 that it takes`: the run is young yet. */
export function tooFewWords(amount: number, noun: "evaluation" | "step", least: number): string {
  return `${count(amount, noun)} of the ${least} that it takes`;
}

/** True if something was not judged only because the run is young. */
export function isTooFew({ reason }: NotJudged): boolean {
  return /^\d+ (?:evaluation|step)s? of the \d+ that it takes$/.test(reason);
}
