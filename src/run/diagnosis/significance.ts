import { meanOf } from "#figures/mean-of.js";
import { type Evaluation, bestEvaluation } from "#run/steps/evaluations.js";
import type { Confidence, MeasuredRun } from "./diagnosis.js";
import { unknownNoise } from "./not-judged.js";

/**
 * How far two evaluations may differ by chance: the wider of their bands, because at the top of the range a band
 * shrinks to nothing. Undefined if one is unknown.
 */
export function noiseBetween(one: Evaluation, other: Evaluation): number | undefined {
  return one.band === undefined || other.band === undefined ? undefined : Math.max(one.band, other.band);
}

/** Why the noise between the best and the last evaluation is unknown; undefined if it is known. */
export function noiseOfBestAndLast({ intervals, range }: MeasuredRun): string | undefined {
  const [best, last] = [bestEvaluation(intervals), intervals.at(-1)];
  return best && last && unknownNoise([best, last], range);
}

/** An evaluation's reward averaged with its neighbours': a lucky best of many does not stay best then. */
export function rewardAround(evaluations: readonly Evaluation[], place: number): number {
  const near = evaluations.slice(Math.max(0, place - 1), place + 2);
  return meanOf(near.map(({ reward }) => reward)) ?? 0;
}

/** How sure a difference of this many noise bands is. A band is one standard deviation of a chance difference. */
export function confidenceOf(bands: number): Confidence {
  if (bands < 2) return "low";
  return bands < 3 ? "medium" : "high";
}

/** The highest of any number of values; -Infinity if there are none. */
export function highestOf(values: readonly number[]): number {
  return values.reduce((highest, value) => Math.max(highest, value), -Infinity);
}

/** `step 5`, `steps 5, 10 and 12 more`. */
export function stepsInWords(steps: readonly number[]): string {
  const most = 6;
  const listed = steps.slice(0, most).join(", ");
  const rest = steps.length > most ? ` and ${steps.length - most} more` : "";
  return `step${steps.length === 1 ? "" : "s"} ${listed}${rest}`;
}
